//! Claims about the check, written in a small notation of the tests' own.

mod any;
mod build;
mod doubt;
mod facts;
mod ftp;
mod honest;
mod life;
mod order;
mod tcp;
mod trace;
