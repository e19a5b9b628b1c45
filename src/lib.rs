//! packetreel turns a Markdown lesson about a protocol exchange into frames, reels and a slideshow.
#![forbid(unsafe_code)]

pub mod diagnostic;
pub mod embedded;
pub mod encode;
pub mod font;
pub mod lesson;
pub mod protocol;
pub mod raster;
pub mod scene;
pub mod site;
pub mod svg;
pub mod theme;
pub mod timeline;
