#![no_main]

#[path = "../entries.rs"]
#[allow(dead_code, reason = "each target has one entry of them")]
mod entries;

libfuzzer_sys::fuzz_target!(|text: &str| entries::draw(text));
