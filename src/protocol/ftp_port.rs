//! The address and port that an FTP command or reply names: PORT and 227 (RFC 959, 4.1.2), EPRT and 229 (RFC 2428).

use std::net::{IpAddr, Ipv4Addr};

/// Where one side listens for the data connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spot {
    /// The address, where one is named.
    pub address: Option<IpAddr>,
    /// The port.
    pub port: u16,
    /// The two bytes that it was written as.
    pub halves: Option<(u8, u8)>,
}

/// What the text says: a spot, nothing at all (it is left out, or written in letters: `h1,h2,…`), or why it is no spot.
pub(super) type Named = Result<Option<Spot>, String>;

const SIX: [&str; 6] = ["h1", "h2", "h3", "h4", "p1", "p2"];

/// The argument of PORT: `1,1,1,1,213,177`.
pub(super) fn of_port(argument: &str) -> Named {
    if argument.starts_with(|c: char| c.is_ascii_digit()) { six(argument).map(Some) } else { Ok(None) }
}

/// The text of a reply 227: `Entering Passive Mode (1,1,2,1,195,149)`, with or without parentheses.
pub(super) fn of_227(text: &str) -> Named {
    let start = text.find(|c: char| c.is_ascii_digit());
    match start.map(|start| &text[start..]) {
        // The numbers are the first thing that begins with a digit, unless it has no comma ("mode 2").
        Some(numbers) if first_token(numbers).contains(',') => six(numbers).map(Some),
        _ => Ok(None),
    }
}

/// The argument of EPRT: `|1|132.235.1.2|6275|`.
pub(super) fn of_eprt(argument: &str) -> Named {
    let Some(parts) = delimited(argument)? else { return Ok(None) };
    let [family, address, port] = parts.as_slice() else {
        return Err("EPRT takes a family, an address and a port between delimiters".to_owned());
    };
    let address: IpAddr = address.parse().map_err(|_| format!("`{address}` is no address"))?;
    match (*family, address) {
        ("1", IpAddr::V4(_)) | ("2", IpAddr::V6(_)) => {}
        ("1" | "2", _) => return Err(format!("{address} is not of family {family}: 1 is IPv4, 2 is IPv6")),
        _ => return Err(format!("there is no family `{family}`: 1 is IPv4, 2 is IPv6")),
    }
    Ok(Some(Spot { address: Some(address), port: port_number(port)?, halves: None }))
}

/// The text of a reply 229: `Entering Extended Passive Mode (|||6446|)`.
pub(super) fn of_229(text: &str) -> Named {
    let Some((_, inside)) = text.split_once('(') else { return Ok(None) };
    let inside = inside.split(')').next().unwrap_or(inside);
    let Some(parts) = delimited(inside)? else { return Ok(None) };
    let [_, _, port] = parts.as_slice() else {
        return Err("229 names only a port, between delimiters: `(|||6446|)`".to_owned());
    };
    Ok(Some(Spot { address: None, port: port_number(port)?, halves: None }))
}

/// PORT's argument for an address and a port, for help texts.
pub(super) fn written(address: Ipv4Addr, port: u16) -> String {
    let [h1, h2, h3, h4] = address.octets();
    format!("{h1},{h2},{h3},{h4},{},{}", port / 256, port % 256)
}

fn six(text: &str) -> Result<Spot, String> {
    let token = first_token(text);
    let numbers: Vec<&str> = token.trim_end_matches(|c: char| !c.is_ascii_digit()).split(',').collect();
    if numbers.len() != 6 {
        return Err(format!("six numbers name an address and a port, and there are {}", numbers.len()));
    }
    let mut bytes = [0; 6];
    for (at, number) in numbers.iter().enumerate() {
        bytes[at] = number.parse().map_err(|_| format!("{} is {number}, but each number is from 0 to 255", SIX[at]))?;
    }
    let [h1, h2, h3, h4, p1, p2] = bytes;
    let address = Some(IpAddr::V4(Ipv4Addr::new(h1, h2, h3, h4)));
    Ok(Spot { address, port: u16::from(p1) * 256 + u16::from(p2), halves: Some((p1, p2)) })
}

/// The text up to the first space that does not stand beside a comma, without spaces.
fn first_token(text: &str) -> String {
    let mut token = String::new();
    let mut spaced = false;
    for c in text.trim_start().chars() {
        if c.is_whitespace() {
            spaced = true;
            continue;
        }
        if (spaced && c != ',' && !token.ends_with(',')) || c == ')' {
            break;
        }
        spaced = false;
        token.push(c);
    }
    token
}

/// The parts between delimiters; `None` for text that begins with a letter, or for none at all.
fn delimited(text: &str) -> Result<Option<Vec<&str>>, String> {
    let text = text.split_whitespace().next().unwrap_or_default();
    let Some(delimiter) = text.chars().next().filter(|c| !c.is_alphabetic() && *c != '…') else { return Ok(None) };
    if delimiter.is_ascii_digit() || !delimiter.is_ascii() {
        return Err(format!("the parts stand between delimiters, `|1|132.235.1.2|6275|`, not `{text}`"));
    }
    let inner = text.strip_prefix(delimiter).and_then(|text| text.strip_suffix(delimiter));
    let inner =
        inner.ok_or_else(|| format!("`{text}` begins with the delimiter `{delimiter}`, but does not end with it"))?;
    Ok(Some(inner.split(delimiter).collect()))
}

fn port_number(text: &str) -> Result<u16, String> {
    text.parse().ok().filter(|port| *port > 0).ok_or_else(|| format!("`{text}` is no port: a port is from 1 to 65535"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn port(named: Named) -> Option<u16> {
        named.unwrap_or_default().map(|spot| spot.port)
    }

    #[test]
    fn six_numbers_are_an_address_and_a_port() {
        let spot = of_port("1,1,1,1,213,177").unwrap_or_default();
        let address = Some(IpAddr::V4(Ipv4Addr::new(1, 1, 1, 1)));
        assert_eq!(spot, Some(Spot { address, port: 54705, halves: Some((213, 177)) }));
        assert_eq!(port(of_port("1, 1, 1, 1, 213, 177")), Some(54705));
        assert_eq!(port(of_port("1,1,1,1,213,177 (54705)")), Some(54705));
    }

    #[test]
    fn a_number_too_many_or_too_large_is_an_error() {
        assert!(of_port("1,1,1,1,213").is_err());
        assert!(of_port("1,1,1,1,213,177,1").is_err());
        assert_eq!(of_port("1,1,1,1,300,177"), Err("p1 is 300, but each number is from 0 to 255".to_owned()));
        assert!(of_port("54705").is_err());
    }

    #[test]
    fn letters_stand_for_what_is_left_out() {
        assert_eq!(of_port("h1,h2,h3,h4,p1,p2"), Ok(None));
        assert_eq!(of_port(""), Ok(None));
        assert_eq!(of_227("Entering Passive Mode"), Ok(None));
        assert_eq!(of_229("Entering Extended Passive Mode"), Ok(None));
        assert_eq!(of_eprt("…"), Ok(None));
    }

    #[test]
    fn passive_replies_name_the_servers_port() {
        assert_eq!(port(of_227("Entering Passive Mode (1,1,2,1,195,149)")), Some(195 * 256 + 149));
        assert_eq!(port(of_227("Entering Passive Mode 1,1,2,1,195,149.")), Some(195 * 256 + 149));
        assert_eq!(port(of_229("Entering Extended Passive Mode (|||6446|)")), Some(6446));
        assert!(of_227("Entering Passive Mode (1,1,2,1,195)").is_err());
        assert!(of_229("Entering Extended Passive Mode (|||70000|)").is_err());
    }

    #[test]
    fn eprt_has_a_family_an_address_and_a_port() {
        assert_eq!(port(of_eprt("|1|132.235.1.2|6275|")), Some(6275));
        assert_eq!(port(of_eprt("|2|1080::8:800:200C:417A|5282|")), Some(5282));
        assert!(of_eprt("|2|132.235.1.2|6275|").is_err());
        assert!(of_eprt("|1|132.235.1.2|6275").is_err());
        assert!(of_eprt("|1|132.235.1.2|0|").is_err());
    }

    #[test]
    fn a_port_is_written_as_two_bytes() {
        assert_eq!(written(Ipv4Addr::new(1, 1, 1, 1), 54705), "1,1,1,1,213,177");
    }
}
