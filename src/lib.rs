//! packetreel turns a Markdown lesson about a protocol exchange into frames, reels and a slideshow.
#![forbid(unsafe_code)]

pub mod diagnostic;
pub mod font;
pub mod lesson;
pub mod protocol;
