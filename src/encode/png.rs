//! A bitmap goes in, a PNG file comes out; and back, for pictures to compare with.

use std::io::{self, Cursor, Write};

use flate2::Crc;
use image::codecs::png::{CompressionType, FilterType, PngDecoder, PngEncoder};
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageError};

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
pub fn write_layer(width: u32, height: u32, pixels: &[u8], out: impl Write) -> io::Result<()> {
    PngEncoder::new_with_quality(out, CompressionType::Level(4), FilterType::NoFilter)
        .write_image(pixels, width, height, ExtendedColorType::Rgba8)
        .map_err(io::Error::other)
}

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
    let broken = |error: &ImageError| Read::Unsound(format!("is truncated or corrupt: {error}"));
    let decoder = match PngDecoder::new(Cursor::new(bytes)) {
        Ok(decoder) => decoder,
        Err(error) => return broken(&error),
    };
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > most_pixels {
        return Read::Large(width, height);
    }
    let picture = match DynamicImage::from_decoder(decoder) {
        Ok(picture) => picture,
        Err(error) => return broken(&error),
    };
    if !bytes.ends_with(&END) {
        return Read::Unsound("is truncated or corrupt: it does not end as a PNG file does".to_owned());
    }
    if picture.color().has_alpha() && picture.to_rgba8().pixels().any(|pixel| pixel.0[3] != 255) {
        return Read::Unsound("is transparent in places: it is no still of packetreel's".to_owned());
    }
    Read::Picture(Bitmap { width, height, pixels: picture.into_rgb8().into_raw() })
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
        let mut bitmap = Bitmap::filled(37, 11, [1, 2, 3]);
        for (index, byte) in bitmap.pixels.iter_mut().enumerate() {
            *byte = (index * index % 251) as u8;
        }
        let mut file = Vec::new();
        write(&bitmap, &mut file).expect("a Vec takes everything");
        let read = image::load_from_memory(&file).expect("it was just written").to_rgb8();
        assert_eq!((read.width(), read.height()), (37, 11));
        assert_eq!(read.into_raw(), bitmap.pixels);
    }
}
