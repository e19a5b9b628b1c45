//! Sums in a field's value, such as `54705 = 213 × 256 + 177`: text in, the numbers of its sides out.

/// The sides of an equation, evaluated; `None` where any side is something else than numbers and operators.
pub(super) fn sides(text: &str) -> Option<Vec<u64>> {
    text.split('=').map(evaluate).collect()
}

/// The number that a value says: its first side, or the whole number that it begins with.
pub(super) fn value(text: &str) -> Option<u64> {
    if let Some(sides) = sides(text) {
        return sides.first().copied();
    }
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '`');
    if let Some(hex) = text.strip_prefix("0x") {
        let end = hex.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(hex.len());
        return u64::from_str_radix(&hex[..end], 16).ok();
    }
    let first = text.split('=').next().unwrap_or(text);
    if let Some(number) = evaluate(first) {
        return Some(number);
    }
    let end = first.find(|c: char| !c.is_ascii_digit()).unwrap_or(first.len());
    let part_of_a_word = first[end..].starts_with(|c: char| c == '.' || c == ':' || c.is_alphanumeric());
    first[..end].parse().ok().filter(|_| !part_of_a_word)
}

/// Numbers joined by + - × * · x ÷ /, products first; `None` for anything else, overflow and uneven division included.
fn evaluate(text: &str) -> Option<u64> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '`');
    let mut total: i128 = 0;
    let mut rest = text;
    let mut sign = 1;
    loop {
        let (product, after) = product(rest)?;
        total = total.checked_add(sign * product)?;
        let Some(operator) = after.chars().next() else { return u64::try_from(total).ok() };
        sign = match operator {
            '+' => 1,
            '-' | '−' | '–' => -1,
            _ => return None,
        };
        rest = after[operator.len_utf8()..].trim_start();
    }
}

fn product(text: &str) -> Option<(i128, &str)> {
    let (mut value, mut rest) = number(text)?;
    while let Some(operator) = rest.chars().next() {
        let times = matches!(operator, '×' | '*' | '·' | 'x' | 'X');
        if !times && !matches!(operator, '/' | '÷') {
            break;
        }
        let (next, after) = number(rest[operator.len_utf8()..].trim_start())?;
        value =
            if times { value.checked_mul(next)? } else { (next != 0 && value % next == 0).then(|| value / next)? };
        rest = after;
    }
    Some((value, rest))
}

fn number(text: &str) -> Option<(i128, &str)> {
    if let Some(inner) = text.strip_prefix('(') {
        let (inner, rest) = inner.split_once(')')?;
        return evaluate(inner).map(|value| (i128::from(value), rest.trim_start()));
    }
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    // Eighteen digits are more than any field holds, and no product of two overflows.
    let value = if end <= 18 { text[..end].parse().ok()? } else { return None };
    Some((value, text[end..].trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_come_before_sums() {
        assert_eq!(sides("54705 = 213 × 256 + 177"), Some(vec![54705, 54705]));
        assert_eq!(sides("213*256+177 = 177 + 256 x 213"), Some(vec![54705, 54705]));
        assert_eq!(sides("10 − 4 / 2"), Some(vec![8]));
        assert_eq!(sides("(1 + 2) × 3"), Some(vec![9]));
    }

    #[test]
    fn what_is_not_all_numbers_is_no_sum() {
        assert_eq!(sides("p1 × 256 + p2 = 54705"), None);
        assert_eq!(sides("1.1.1.1"), None);
        assert_eq!(sides("7 / 2"), None);
        assert_eq!(sides(""), None);
        assert_eq!(sides("99999999999999999999"), None);
        assert_eq!(sides("((((((1"), None);
    }

    #[test]
    fn a_value_is_its_first_side_or_its_leading_number() {
        assert_eq!(value("54705 = 213 × 256 + 177"), Some(54705));
        assert_eq!(value("21 (ftp)"), Some(21));
        assert_eq!(value("54705 = p1 × 256 + p2"), Some(54705));
        assert_eq!(value("0x002 (SYN)"), Some(2));
        assert_eq!(value("1.1.1.1"), None);
        assert_eq!(value("ftp"), None);
    }
}
