//! Two PNG files that should show the same: how many pixels differ, and a picture of where.

use image::RgbImage;
use packetreel::encode::{Bitmap, png};
use std::fs;
use std::path::{Path, PathBuf};

/// Says how the pictures differ. What was drawn, and a picture of the differences, go into the target folder.
pub fn difference(path: &str, kept: &[u8], new: &[u8]) -> String {
    let drawn = place(path, "drawn");
    fs::write(&drawn, new).expect("the target folder can be written");
    let (Some(kept), Some(new)) = (read(kept), read(new)) else { return "  the kept file is no PNG".to_owned() };
    if kept.dimensions() != new.dimensions() {
        return format!(
            "  {:?} pixels were kept, {:?} were drawn: {}",
            kept.dimensions(),
            new.dimensions(),
            drawn.display()
        );
    }
    let differing = kept.pixels().zip(new.pixels()).filter(|(kept, new)| kept != new).count();
    if differing == 0 {
        return "  all pixels are equal: the encoding has changed".to_owned();
    }
    let shown = place(path, "difference");
    let mut file = Vec::new();
    png::write(&mark(&kept, &new), &mut file).expect("a Vec takes everything");
    fs::write(&shown, file).expect("the target folder can be written");
    let all = kept.width() * kept.height();
    format!("  {differing} of {all} pixels differ\n  drawn: {}\n  where: {}", drawn.display(), shown.display())
}

fn read(file: &[u8]) -> Option<RgbImage> {
    image::load_from_memory(file).ok().map(|picture| picture.to_rgb8())
}

/// The kept picture, pale; red where the new one differs.
fn mark(kept: &RgbImage, new: &RgbImage) -> Bitmap {
    let mut bitmap = Bitmap::filled(kept.width(), kept.height(), [0; 3]);
    for ((out, kept), new) in bitmap.pixels.as_chunks_mut::<3>().0.iter_mut().zip(kept.pixels()).zip(new.pixels()) {
        *out = if kept == new { kept.0.map(|value| 192 + value / 4) } else { [220, 0, 0] };
    }
    bitmap
}

fn place(path: &str, what: &str) -> PathBuf {
    let name = path.replace('/', "-").replace(".png", &format!("-{what}.png"));
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}
