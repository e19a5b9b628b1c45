//! The boxes that an MP4 file is made of: a length, a name, and what is in it.

/// A box.
pub fn atom(name: [u8; 4], parts: &[&[u8]]) -> Vec<u8> {
    let length = 8 + parts.iter().map(|part| part.len()).sum::<usize>();
    let mut bytes = Vec::with_capacity(length);
    bytes.extend((length as u32).to_be_bytes());
    bytes.extend(name);
    for part in parts {
        bytes.extend_from_slice(part);
    }
    bytes
}

/// A box that begins with a version (0) and flags.
pub fn full(name: [u8; 4], flags: u32, parts: &[&[u8]]) -> Vec<u8> {
    let head = flags.to_be_bytes();
    let parts: Vec<&[u8]> = [&head[..]].into_iter().chain(parts.iter().copied()).collect();
    atom(name, &parts)
}
