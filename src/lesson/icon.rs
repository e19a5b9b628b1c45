//! A host's name and label in, the icon that they suggest out.

use super::Icon;

/// The icon for a host that has none: what a word of its label says, or else of its name, or else a desktop.
pub fn guess(name: &str, label: Option<&str>) -> Icon {
    label.and_then(by_word).or_else(|| by_word(name)).unwrap_or(Icon::Desktop)
}

/// The icon that other words than its name suggest.
pub fn meant(text: &str) -> Option<Icon> {
    by_word(text)
}

/// Later words decide: a "cloud server" is a server, a "database client" a laptop.
fn by_word(text: &str) -> Option<Icon> {
    let lower = text.to_lowercase();
    lower.split(|char: char| !char.is_alphabetic()).rev().find_map(meaning)
}

fn meaning(word: &str) -> Option<Icon> {
    let icon = match word {
        "laptop" | "notebook" | "client" | "browser" | "user" | "c" => Icon::Laptop,
        "desktop" | "pc" | "workstation" | "computer" | "host" | "h" => Icon::Desktop,
        "phone" | "smartphone" | "mobile" | "tablet" => Icon::Phone,
        "server" | "srv" | "resolver" | "nameserver" | "proxy" | "broker" | "s" => Icon::Server,
        "router" | "gateway" | "nat" | "r" => Icon::Router,
        "switch" | "bridge" | "hub" | "sw" => Icon::Switch,
        "firewall" | "fw" => Icon::Firewall,
        "cloud" | "internet" => Icon::Cloud,
        "database" | "db" | "sql" => Icon::Database,
        _ => return None,
    };
    Some(icon)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_label_decides_before_the_name() {
        assert_eq!(guess("S1", Some("Core router")), Icon::Router);
        assert_eq!(guess("H1", Some("FTP server")), Icon::Server);
    }

    #[test]
    fn the_name_decides_where_the_label_says_nothing() {
        assert_eq!(guess("FW1", Some("Front door")), Icon::Firewall);
        assert_eq!(guess("R1", None), Icon::Router);
        assert_eq!(guess("db-1", None), Icon::Database);
    }

    #[test]
    fn a_host_that_says_nothing_is_a_desktop() {
        assert_eq!(guess("X9", Some("Alice")), Icon::Desktop);
        assert_eq!(guess("H1", None), Icon::Desktop);
    }

    #[test]
    fn the_last_word_decides() {
        assert_eq!(guess("X", Some("Database client")), Icon::Laptop);
        assert_eq!(guess("X", Some("Cloud server")), Icon::Server);
    }
}
