//! Planes go in, a segment of H.264 video comes out: a picture that stands by itself, then what changes from it.
//!
//! Segments know nothing of each other, so they can be encoded side by side and played one after the other. A picture that
//! is like the one before is written here, in a few bytes, and costs the encoder nothing.

use std::io;

use openh264::OpenH264API;
use openh264::encoder::{self, BitRate, EncoderConfig, FrameRate, QpRange, RateControlMode, VuiConfig};
use openh264::formats::YUVSlices;

use super::yuv::Planes;

mod slice;

/// How coarse the picture is, 0 to 51, the same for all of them. From 17 on, the encoder takes what little is left of a
/// packet that has passed for nothing worth mending, and specks of it stay.
const COARSENESS: u8 = 15;

/// Width and height of the largest picture, in pixels; it may stand upright, too.
pub const LARGEST: (u32, u32) = (3840, 2160);

/// Pictures that can be played without any others, the first one by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// What a decoder has to know of all pictures: the sequence and the picture parameter set.
    pub parameters: [Vec<u8>; 2],
    /// The pictures: units with their length in four bytes in front.
    pub data: Vec<u8>,
    /// The length of each picture in `data`.
    pub sizes: Vec<u32>,
}

/// Encodes one segment.
pub struct Encoder {
    inner: encoder::Encoder,
    size: (u32, u32),
    segment: Segment,
}

impl Encoder {
    /// An encoder of pictures of `size` (even width and height, 16 or more, up to [`LARGEST`]).
    ///
    /// # Errors
    ///
    /// When there is no memory for it.
    pub fn new(size: (u32, u32), fps: u32) -> io::Result<Self> {
        let config = EncoderConfig::new()
            // The same coarseness throughout, whatever that takes: in this mode, nothing but the limits of the coarseness counts,
            // no picture is left out, and nothing is said on standard error.
            .rate_control_mode(RateControlMode::Bufferbased)
            .qp(QpRange::new(COARSENESS, COARSENESS))
            .bitrate(BitRate::from_bps(4_000_000))
            .max_frame_rate(FrameRate::from_hz(fps as f32))
            .skip_frames(false)
            .scene_change_detect(false)
            .adaptive_quantization(false)
            .background_detection(false)
            // With more threads it would cut pictures into slices, as many as there are.
            .num_threads(1)
            .vui(VuiConfig::bt709());
        let inner = encoder::Encoder::with_api_config(OpenH264API::from_source(), config).map_err(io::Error::other)?;
        let segment = Segment { parameters: Default::default(), data: Vec::new(), sizes: Vec::new() };
        Ok(Self { inner, size, segment })
    }

    /// Adds a picture of the encoder's size.
    ///
    /// # Errors
    ///
    /// When the encoder refuses, for want of memory or because of the size.
    pub fn frame(&mut self, planes: &Planes) -> io::Result<()> {
        let size = (planes.width as usize, planes.height as usize);
        if (planes.width, planes.height) != self.size {
            return Err(io::Error::other("a picture of another size than the video's"));
        }
        let strides = (size.0, size.0 / 2, size.0 / 2);
        let source = YUVSlices::new((&planes.y, &planes.u, &planes.v), size, strides);
        let stream = self.inner.encode(&source).map_err(io::Error::other)?.to_vec();
        let number = self.segment.sizes.len() as u32;
        let mut picture = Vec::new();
        for unit in slice::units(&stream) {
            match slice::kind(unit) {
                slice::SEQUENCE => self.segment.parameters[0] = unit.to_vec(),
                slice::PICTURE => self.segment.parameters[1] = unit.to_vec(),
                slice::ALONE => add(&mut picture, unit),
                slice::CHANGES => add(&mut picture, &slice::numbered(unit, number)),
                _ => {}
            }
        }
        if picture.is_empty() {
            return Err(io::Error::other("the video encoder made nothing of a picture"));
        }
        self.push(&picture);
        Ok(())
    }

    /// Adds the last picture once more; nothing where there is none.
    pub fn again(&mut self) {
        let number = self.segment.sizes.len() as u32;
        if number > 0 {
            let mut picture = Vec::new();
            add(&mut picture, &slice::unchanged(number, self.size));
            self.push(&picture);
        }
    }

    /// All pictures.
    pub fn finish(self) -> Segment {
        self.segment
    }

    fn push(&mut self, picture: &[u8]) {
        self.segment.data.extend_from_slice(picture);
        self.segment.sizes.push(picture.len() as u32);
    }
}

fn add(picture: &mut Vec<u8>, unit: &[u8]) {
    picture.extend_from_slice(&(unit.len() as u32).to_be_bytes());
    picture.extend_from_slice(unit);
}

#[cfg(test)]
mod tests;
