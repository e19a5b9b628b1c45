//! `packetreel serve`: lessons in, their slideshows in a browser, anew with each save. Nothing is written.

use super::arguments::Serve;
use super::terminal;
use super::workshop::Workshop;
use super::{Outcome, Setback};
use crate::serve::{Server, Site};
use packetreel::diagnostic::visible;
use std::io;
use std::path::Path;

/// Serves what the arguments name until it is told to stop.
pub fn run(arguments: &Serve) -> Outcome {
    match serve(arguments) {
        Ok(()) => Outcome::Done,
        Err(why) => why.tell(),
    }
}

fn serve(arguments: &Serve) -> Result<(), Setback> {
    let mut workshop = Workshop::open(arguments.path.clone())?;
    let server = Server::bind(arguments.port).map_err(|error| unbound(arguments.port, &error))?;
    let mut site = Site::default();
    workshop.look(&mut site);
    let address = format!("http://127.0.0.1:{}{}", server.port(), workshop.front());
    terminal::say(&address);
    terminal::say(&watched(arguments.path.as_deref(), workshop.is_embedded()));
    if arguments.open && open::that_detached(&address).is_err() {
        terminal::warn(&format!("nothing here can open the slideshow: it is at {address}"));
    }
    let ended = server.run(&mut site, &mut |site| workshop.look(site));
    ended.map_err(|error| Setback::Refused(format!("cannot serve any longer: {error}")))?;
    terminal::say("stopped");
    Ok(())
}

fn watched(path: Option<&Path>, is_embedded: bool) -> String {
    if is_embedded {
        return "the lesson that comes with packetreel; Ctrl-C stops".to_owned();
    }
    let path = path.unwrap_or(Path::new(super::lessons::CONTENT));
    format!("watching {}: each save shows; Ctrl-C stops", visible(&path.to_string_lossy()))
}

fn unbound(port: u16, error: &io::Error) -> Setback {
    if error.kind() != io::ErrorKind::AddrInUse {
        return Setback::Refused(format!("cannot serve at port {port}: {error}"));
    }
    // The next ones are easy to remember; any other will do.
    let next = (port.saturating_add(1)..=port.saturating_add(20)).chain([0]);
    let free = next.filter(|&next| next != port).find_map(|next| Server::bind(next).ok()).map(|server| server.port());
    let help = free.map_or_else(String::new, |free| format!("; {free} is free: --port {free}"));
    Setback::Refused(format!("port {port} is in use{help}"))
}
