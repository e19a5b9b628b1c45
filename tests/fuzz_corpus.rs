//! Every seed of the fuzz targets through every entry: what once made one of them fail stays among the seeds.

#[path = "../fuzz/entries.rs"]
mod entries;

use std::fs;
use std::path::Path;

#[test]
fn no_seed_makes_an_entry_panic() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    let mut seeds = 0;
    for folder in entries::ALL.map(|(name, _)| corpus.join(name)) {
        for entry in fs::read_dir(&folder).expect("each target has seeds") {
            let path = entry.expect("they can be listed").path();
            let bytes = fs::read(&path).expect("a seed can be read");
            let text = String::from_utf8_lossy(&bytes);
            for (name, run) in entries::ALL {
                println!("{name} of {}", path.display());
                run(&text);
            }
            seeds += 1;
        }
    }
    assert!(seeds >= 30, "{seeds} seeds");
}
