//! A bitmap goes in, a PNG file comes out; and back, for pictures to compare with.

use std::io::{self, Cursor, Write};

use ::png::{BitDepth, ColorType, Decoder, DecodingError, Limits, Transformations};
use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};

use super::{Bitmap, deflate};

/// Writes a PNG file: 8-bit RGB, no metadata, the same bytes for the same bitmap on every machine.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write(bitmap: &Bitmap, mut out: impl Write) -> io::Result<()> {
    let rect = bitmap.rect();
    let packed = deflate::pack((0..rect.h).map(|y| bitmap.row(rect, y)));
    out.write_all(SIGNATURE)?;
    // Eight bits a channel, red, green and blue, and the only methods that there are.
    chunk(&mut out, *b"IHDR", &[&rect.w.to_be_bytes(), &rect.h.to_be_bytes(), &[8, 2, 0, 0, 0]])?;
    chunk(&mut out, *b"IDAT", &[&packed])?;
    chunk(&mut out, *b"IEND", &[])
}

/// What every PNG file begins with.
pub(super) const SIGNATURE: &[u8; 8] = b"\x89PNG\r\n\x1a\n";

/// Writes a chunk: its length, name, content and checksum.
pub(super) fn chunk(out: &mut impl Write, name: [u8; 4], parts: &[&[u8]]) -> io::Result<()> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let length = u32::try_from(length).map_err(|_| io::Error::other("a picture of more than 4 GB fits no PNG"))?;
    let mut sum = Crc::new();
    out.write_all(&length.to_be_bytes())?;
    for part in [&name[..]].iter().chain(parts) {
        sum.update(part);
        out.write_all(part)?;
    }
    out.write_all(&sum.sum().to_be_bytes())
}

/// Writes a PNG file of a layer to be laid over a picture: 8-bit RGBA, four bytes a pixel.
///
/// # Errors
/// When `out` cannot be written to, or the pixels are not as many as the sides say.
pub fn write_layer(width: u32, height: u32, pixels: &[u8], mut out: impl Write) -> io::Result<()> {
    let row = width as usize * 4;
    if row == 0 || pixels.len() != row * height as usize {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "the pixels are not as many as the sides say"));
    }
    let mut rows = ZlibEncoder::new(Vec::new(), Compression::new(4));
    for row in pixels.chunks_exact(row) {
        rows.write_all(&[AS_IT_IS])?;
        rows.write_all(row)?;
    }
    out.write_all(SIGNATURE)?;
    // Eight bits a channel, red, green, blue and alpha, and the only methods that there are.
    chunk(&mut out, *b"IHDR", &[&width.to_be_bytes(), &height.to_be_bytes(), &[8, 6, 0, 0, 0]])?;
    chunk(&mut out, *b"IDAT", &[&rows.finish()?])?;
    chunk(&mut out, *b"IEND", &[])
}

/// Says in front of a row that no filter was used.
const AS_IT_IS: u8 = 0;

/// What was found in a file that should be a PNG.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Read {
    /// A whole, opaque picture.
    Picture(Bitmap),
    /// A picture of more pixels than were asked for: its width and height. It was not unpacked.
    Large(u32, u32),
    /// No such picture; why, as the end of a sentence that begins with its name.
    Unsound(String),
}

/// The last twelve bytes of every PNG file.
const END: [u8; 12] = *b"\0\0\0\0IEND\xaeB`\x82";

/// Reads a PNG file of at most `most_pixels`; memory is bounded by that number, whatever the file says.
///
/// Samples of more than 8 bits are rounded. Transparency is nothing that a picture of ours has.
pub fn read(bytes: &[u8], most_pixels: u64) -> Read {
    if !bytes.starts_with(SIGNATURE) {
        return Read::Unsound("is no PNG file".to_owned());
    }
    match unpacked(bytes, most_pixels) {
        Ok(read) => read,
        Err(error) => Read::Unsound(format!("is truncated or corrupt: {error}")),
    }
}

fn unpacked(bytes: &[u8], most_pixels: u64) -> Result<Read, DecodingError> {
    // The pixels are counted below; nothing else in a file is kept.
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), Limits { bytes: usize::MAX });
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    // Less than 8 bits become 8, and a palette its colours.
    decoder.set_transformations(Transformations::EXPAND);
    let (width, height) = decoder.read_header_info()?.size();
    if u64::from(width) * u64::from(height) > most_pixels {
        return Ok(Read::Large(width, height));
    }
    let mut reader = decoder.read_info()?;
    let mut samples = vec![0; reader.output_buffer_size().ok_or(DecodingError::LimitsExceeded)?];
    reader.next_frame(&mut samples)?;
    reader.finish()?;
    if !bytes.ends_with(&END) {
        return Ok(Read::Unsound("is truncated or corrupt: it does not end as a PNG file does".to_owned()));
    }
    let (color, depth) = reader.output_color_type();
    let samples = if depth == BitDepth::Sixteen { rounded(&samples) } else { samples };
    let (colors, channels, opaque) = match color {
        ColorType::Grayscale => (1, 1, true),
        ColorType::GrayscaleAlpha => (1, 2, false),
        ColorType::Rgba => (3, 4, false),
        // Expanded, a palette is none any more.
        ColorType::Rgb | ColorType::Indexed => (3, 3, true),
    };
    if !opaque && samples.chunks_exact(channels).any(|pixel| pixel[colors] != u8::MAX) {
        return Ok(Read::Unsound("is transparent in places: it is no still of packetreel's".to_owned()));
    }
    let rgb = |pixel: &[u8]| if colors == 1 { [pixel[0]; 3] } else { [pixel[0], pixel[1], pixel[2]] };
    let pixels = samples.chunks_exact(channels).flat_map(rgb).collect();
    Ok(Read::Picture(Bitmap { width, height, pixels }))
}

/// Samples of 16 bits as the closest of 8: 255 is to 8 bits what 65535 = 255 × 257 is to 16.
fn rounded(samples: &[u8]) -> Vec<u8> {
    let closest = |sample: &[u8; 2]| ((u32::from(u16::from_be_bytes(*sample)) + 128) / 257) as u8;
    samples.as_chunks().0.iter().map(closest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture() -> (Bitmap, Vec<u8>) {
        let mut bitmap = Bitmap::filled(37, 11, [1, 2, 3]);
        for (index, byte) in bitmap.pixels.iter_mut().enumerate() {
            *byte = (index * index % 251) as u8;
        }
        let mut file = Vec::new();
        write(&bitmap, &mut file).expect("a Vec takes everything");
        (bitmap, file)
    }

    #[test]
    fn what_was_written_is_read_back() {
        let (bitmap, file) = picture();
        assert_eq!(read(&file, 37 * 11), Read::Picture(bitmap));
        assert_eq!(read(&file, 37 * 11 - 1), Read::Large(37, 11));
    }

    #[test]
    fn a_file_that_ends_early_or_has_a_wrong_byte_is_no_picture() {
        let (bitmap, file) = picture();
        for length in 0..file.len() {
            assert!(matches!(read(&file[..length], 1000), Read::Unsound(_)), "{length} bytes were enough");
        }
        for at in 0..file.len() {
            let mut wrong = file.clone();
            wrong[at] ^= 0x10;
            assert_ne!(read(&wrong, 1000), Read::Picture(bitmap.clone()), "byte {at} does not matter");
        }
    }

    #[test]
    fn a_transparent_pixel_is_nothing_of_ours_and_an_opaque_layer_is() {
        let mut pixels = vec![255; 4 * 4];
        let mut file = Vec::new();
        write_layer(2, 2, &pixels, &mut file).expect("a Vec takes everything");
        assert_eq!(read(&file, 4), Read::Picture(Bitmap::filled(2, 2, [255; 3])));
        pixels[3] = 254;
        file.clear();
        write_layer(2, 2, &pixels, &mut file).expect("a Vec takes everything");
        assert!(matches!(read(&file, 4), Read::Unsound(why) if why.contains("transparent")));
    }

    #[test]
    fn a_png_holds_the_very_pixels() {
        let (bitmap, file) = picture();
        let read = image::load_from_memory(&file).expect("it was just written").to_rgb8();
        assert_eq!((read.width(), read.height()), (37, 11));
        assert_eq!(read.into_raw(), bitmap.pixels);
    }

    /// What another program makes of the same picture, in another kind of samples.
    fn as_written_elsewhere(picture: &image::DynamicImage) -> Read {
        let mut file = Cursor::new(Vec::new());
        picture.write_to(&mut file, image::ImageFormat::Png).expect("memory takes everything");
        read(file.get_ref(), 100)
    }

    #[test]
    fn samples_of_any_kind_are_read() {
        let grey = image::DynamicImage::ImageLuma8(image::GrayImage::from_pixel(3, 2, image::Luma([7])));
        assert_eq!(as_written_elsewhere(&grey), Read::Picture(Bitmap::filled(3, 2, [7; 3])));
        for picture in [grey.to_rgba8().into(), grey.to_luma_alpha8().into(), grey.to_rgb16().into()] {
            assert_eq!(as_written_elsewhere(&picture), Read::Picture(Bitmap::filled(3, 2, [7; 3])));
        }
        // 127 × 257 = 32639, which half a step more, 128, leaves as it is, and 129 does not.
        for (sample, expected) in [(32639, 127), (32639 + 128, 127), (32639 + 129, 128), (65535, 255), (0, 0)] {
            let wide = image::ImageBuffer::<image::Rgb<u16>, _>::from_pixel(1, 1, image::Rgb([sample; 3]));
            assert_eq!(as_written_elsewhere(&wide.into()), Read::Picture(Bitmap::filled(1, 1, [expected; 3])));
        }
    }

    #[test]
    fn a_layer_of_another_size_is_an_error() {
        assert!(write_layer(2, 2, &[0; 15], Vec::new()).is_err());
        assert!(write_layer(0, 0, &[], Vec::new()).is_err());
    }
}
