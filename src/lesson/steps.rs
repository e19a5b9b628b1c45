//! A page's numbered list in, its [`Step`]s out: events, caption, fields and notes of each item.

use super::caption::sentences;
use super::event::{self, Names};
use super::front_matter::shown;
use super::markdown::{Kind, Node};
use super::{Action, Event, Field, Inline, Step, Unread, limits, plain, prose};
use crate::diagnostic::{Diagnostic, Diagnostics, Fix, Span};

mod stray;

/// Reads the steps of one lesson.
pub struct Steps<'a> {
    /// The whole source.
    pub source: &'a str,
    /// What events may name.
    pub names: Names<'a>,
    /// Where mistakes go.
    pub diagnostics: &'a mut Diagnostics,
    /// How many steps were read.
    pub count: usize,
    /// How many events were read.
    pub events: usize,
    /// How many of them stand on the page under way.
    pub events_on_page: usize,
    /// What the pauses seen so far take together.
    pub pauses_ms: u32,
    /// The first event that was seen, right or wrong; a pause needs no host and does not count.
    pub first_event: Option<Span>,
    /// The events that could not be read.
    pub unread: Vec<Unread>,
    /// The events that are shown as text because of where they stand.
    pub aside: Vec<Unread>,
}

/// What is known of an item so far.
#[derive(Default)]
struct Item {
    step: Step,
    /// How many events were seen, right or wrong.
    events: usize,
    /// True once something other than an event was seen.
    past_events: bool,
    /// True where an event could not be read.
    broken: bool,
    caption: Option<Span>,
}

impl Steps<'_> {
    /// True for a numbered list with an item that begins with an event, or whose items all begin with a code span that
    /// has a line of its own.
    pub fn is_list(&self, node: &Node<'_>) -> bool {
        if !matches!(node.kind, Kind::List(Some(_))) || node.children.is_empty() {
            return false;
        }
        let begins = |item: &Node<'_>| match (first_line(item).first(), item.children.first()) {
            (Some(code), _) => self.is_meant(code),
            (None, Some(block)) => matches!(block.kind, Kind::CodeBlock(_)) && self.begins_with_event(block),
            (None, None) => false,
        };
        let alone = |item: &Node<'_>| {
            let line = first_line(item);
            line.first().is_some_and(|code| self.is_event(code, line.get(1)))
        };
        node.children.iter().any(begins) || node.children.iter().all(alone)
    }

    /// Reads each item of a list of steps.
    pub fn read(&mut self, list: &Node<'_>, steps: &mut Vec<Step>) {
        for node in &list.children {
            let span = self.trimmed(node.span);
            if self.count == limits::STEPS {
                let message = format!("a lesson has at most {} steps", limits::STEPS);
                self.push(Diagnostic::error("too-many-steps", span, message).help("split the lesson"));
            }
            self.count += 1;
            if self.count > limits::STEPS {
                return;
            }
            steps.extend(self.step(node, span));
        }
    }

    /// The text of a code block.
    fn inside_block(&self, block: &Node<'_>) -> Span {
        let inside = block.children.first().zip(block.children.last());
        self.trimmed(inside.map_or(block.span, |(first, last)| first.span.to(last.span)))
    }

    /// Notes the events at the head of a list's items: they stand where nothing is shown.
    pub fn set_aside_events_in(&mut self, node: &Node<'_>) {
        for item in node.children.iter().filter(|_| matches!(node.kind, Kind::List(_))) {
            for code in first_line(item).iter().filter(|code| matches!(code.kind, Kind::Code(_))) {
                if self.is_valid_event(code) {
                    self.set_aside(code);
                }
            }
        }
    }

    /// Notes an event that is shown as text, or not at all.
    fn set_aside(&mut self, code: &Node<'_>) {
        let span = self.inside_backticks(code.span);
        self.aside.push(event::unread(self.source, span, self.names));
    }

    /// Events in a list within a step are text of the step's note.
    fn warn_of_nested_events(&mut self, list: &Node<'_>) {
        for item in &list.children {
            let Some(code) = first_line(item).first().filter(|code| self.is_valid_event(code)) else { continue };
            let help =
                "a step's events stand at its head, one below the other; the next step begins as far left as this one";
            let message = "this event is in a list within a step and is shown as text";
            self.push(Diagnostic::warning("event-in-nested-list", code.span, message).help(help));
            self.set_aside(code);
        }
    }

    /// A table right under the steps, not indented, belongs to the page.
    pub fn warn_of_stray_table(&mut self, node: &Node<'_>, after_steps: bool) {
        let two_columns = node.children.first().is_some_and(|head| head.children.len() == 2);
        if after_steps && two_columns && matches!(node.kind, Kind::Table) {
            let help = "indent it like the step's text, and it holds the fields of the step's packet";
            let message = "this table stands beside the steps, not in one";
            let span = self.first_line_span(std::slice::from_ref(node));
            self.push(Diagnostic::warning("table-outside-step", span, message).help(help));
        }
    }

    /// A span without the line ends that Markdown counts to it.
    pub fn trimmed(&self, span: Span) -> Span {
        let text = &self.source[span.start..span.end];
        let start = span.start + (text.len() - text.trim_start().len());
        Span::new(start, (span.start + text.trim_end().len()).max(start))
    }

    fn step(&mut self, node: &Node<'_>, span: Span) -> Option<Step> {
        let mut item = Item { step: Step { span, ..Step::default() }, ..Item::default() };
        let mut rest = node.children.as_slice();
        while let [first, others @ ..] = rest {
            if first.kind.is_inline() {
                let line = rest.iter().take_while(|node| node.kind.is_inline()).count();
                self.line(&mut item, &rest[..line]);
                rest = &rest[line..];
                continue;
            }
            match first.kind {
                Kind::Paragraph => self.line(&mut item, &first.children),
                Kind::Table => self.fields(&mut item.step, first),
                Kind::CodeBlock(_) if !item.past_events && self.begins_with_event(first) => {
                    self.event_in_block(&mut item, first);
                }
                _ => {
                    match &first.kind {
                        Kind::List(_) => self.warn_of_nested_events(first),
                        Kind::CodeBlock(language) => self.warn_of_events_in_block(first, language),
                        _ => {}
                    }
                    item.step.notes.extend(prose::blocks(std::slice::from_ref(first), self.diagnostics));
                }
            }
            rest = others;
        }
        self.finish(item)
    }

    /// True for a code block whose first line is an event.
    fn begins_with_event(&self, block: &Node<'_>) -> bool {
        let text =
            block.children.iter().find_map(|node| if let Kind::Text(text) = &node.kind { Some(text) } else { None });
        text.is_some_and(|text| event::begins_prose(text.trim(), self.names))
    }

    /// An event in a code block would be a note, and the step would lack it.
    fn event_in_block(&mut self, item: &mut Item, block: &Node<'_>) {
        let span = self.trimmed(block.span);
        let help = "an event stands between single backticks, on a line of its own: `H1 types: text`";
        let message = "this event stands in a code block";
        self.push(Diagnostic::error("event-in-code-block", span, message).help(help));
        self.pass_over(self.inside_block(block));
        item.broken = true;
    }

    /// A paragraph of an item: events as long as there was nothing else, then caption.
    fn line(&mut self, item: &mut Item, nodes: &[Node<'_>]) {
        let mut at = 0;
        while !item.past_events && at < nodes.len() {
            if is_blank(&nodes[at]) {
                at += 1;
            } else if self.is_event(&nodes[at], nodes.get(at + 1)) {
                self.event(item, &nodes[at]);
                at += 1;
            } else {
                item.past_events = true;
            }
        }
        let rest = &nodes[at..];
        let (Some(first), Some(last)) = (rest.first(), rest.last()) else { return };
        let text = prose::inlines(rest, self.diagnostics);
        if item.caption.is_none() && event::begins_prose(&plain(&text), self.names) {
            // An event without backticks, which is reported with the caption: those after it would be events but for that.
            item.broken = true;
            self.pass_over_late_events(rest);
        } else {
            self.warn_of_late_events(rest);
        }
        if text.is_empty() {
            return;
        }
        if !item.step.caption.is_empty() {
            item.step.caption.push(Inline::Break);
        }
        item.step.caption.extend(text);
        let span = self.trimmed(first.span.to(last.span));
        item.caption = Some(item.caption.map_or(span, |caption| caption.to(span)));
    }

    fn event(&mut self, item: &mut Item, code: &Node<'_>) {
        let span = self.inside_backticks(code.span);
        item.events += 1;
        self.events += 1;
        self.events_on_page += 1;
        if self.is_one_too_many(item.events, span) {
            self.pass_over(span);
            item.broken = true;
            return;
        }
        let event = event::read(self.source, span, self.names, self.diagnostics);
        match event {
            Some(Event { action: Action::Pause { ms }, .. }) => self.add_pause(ms, span),
            _ => {
                self.first_event.get_or_insert(span);
            }
        }
        if event.is_none() {
            self.pass_over(span);
            item.broken = true;
        } else {
            self.warn_of_a_cut(code.span, span);
        }
        item.step.events.extend(event);
    }

    /// True for an event beyond a limit. The first beyond it is reported: those after it are no mistakes of their own.
    fn is_one_too_many(&mut self, events_in_step: usize, span: Span) -> bool {
        let limits = [
            (events_in_step, limits::EVENTS_IN_STEP, "a step", "make two steps of it"),
            (self.events_on_page, limits::EVENTS_ON_PAGE, "a page", "make two pages of it"),
            (self.events, limits::EVENTS, "a lesson", "split the lesson"),
        ];
        let Some((count, most, what, help)) = limits.into_iter().find(|(count, most, ..)| count > most) else {
            return false;
        };
        if count == most + 1 {
            let message = format!("{what} has at most {most} events");
            self.push(Diagnostic::error("too-many-events", span, message).help(help));
        }
        true
    }

    /// The pause that goes beyond the limit is reported: those after it are no mistakes of their own.
    fn add_pause(&mut self, ms: u32, span: Span) {
        let before = self.pauses_ms;
        self.pauses_ms = before.saturating_add(ms);
        if before <= limits::PAUSES_MS && self.pauses_ms > limits::PAUSES_MS {
            let message = "the pauses of the lesson take more than an hour together";
            self.push(Diagnostic::error("invalid-pause", span, message).help("shorten them, or split the lesson"));
        }
    }

    /// A backtick in a label ends the code span: the rest of the label would be lost without a word.
    fn warn_of_a_cut(&mut self, code: Span, inside: Span) {
        let single = inside.start == code.start + 1;
        let text = &self.source[inside.start..inside.end];
        let padded = text.starts_with(' ');
        let cut_at_a_space = text.ends_with(' ') && !padded;
        if single && (cut_at_a_space || goes_on(&self.source[code.end..])) {
            // The backtick that ends it was to begin the next event.
            if let Some(end) = text.find('\n') {
                let line = text[..end].trim_end();
                let place = Span::new(code.start, inside.start + line.len());
                let message = "the backtick that begins this event is not closed on its line";
                let help = format!("close it: `` `{}` ``", shown(line));
                self.push(Diagnostic::warning("label-cut-by-backtick", place, message).help(help));
                return;
            }
            let place = Span::new(inside.end, code.end);
            let message = "the event ends at this backtick, and what follows is not part of it";
            let help = "put an event that has a backtick in it in double backticks: ``` `` A -> B: run `ls` `` ```";
            self.push(Diagnostic::warning("label-cut-by-backtick", place, message).help(help));
        }
    }

    /// Notes an event that does not count because of what is wrong with it.
    fn pass_over(&mut self, span: Span) {
        self.unread.push(event::unread(self.source, span, self.names));
    }

    fn pass_over_late_events(&mut self, nodes: &[Node<'_>]) {
        for code in nodes {
            if self.is_valid_event(code) {
                self.pass_over(self.inside_backticks(code.span));
            }
        }
    }

    /// Code spans in a caption that would be events at its head.
    fn warn_of_late_events(&mut self, nodes: &[Node<'_>]) {
        for code in nodes {
            if self.is_valid_event(code) {
                self.warn_of_late_event(code);
            }
        }
    }

    fn warn_of_late_event(&mut self, code: &Node<'_>) {
        let help = "move it to the head of the step, before all other text";
        let message = "this event stands in the caption and is shown as text";
        self.push(Diagnostic::warning("event-in-caption", code.span, message).help(help));
        self.set_aside(code);
    }

    /// The rows of a table are the fields of the step's packet.
    fn fields(&mut self, step: &mut Step, table: &Node<'_>) {
        let mut rows = table.children.iter();
        let Some(head) = rows.next() else { return };
        if head.children.len() != 2 {
            let message = format!("a table of fields has two columns, not {}", head.children.len());
            let span = self.trimmed(head.span);
            let help = "name and value: `| Source port | 20 |`; other tables go outside the step";
            self.push(Diagnostic::error("fields-not-two-columns", span, message).help(help));
            return;
        }
        for row in rows {
            let [name, value] = row.children.as_slice() else { continue };
            let span = self.trimmed(row.span);
            if step.fields.len() == limits::FIELDS_IN_STEP {
                let message = format!("a step has at most {} fields", limits::FIELDS_IN_STEP);
                self.push(Diagnostic::error("too-many-fields", span, message).help("keep the telling ones"));
                return;
            }
            let value_span = self.cell_span(value, span);
            let name = plain(&prose::inlines(&name.children, self.diagnostics));
            let value = plain(&prose::inlines(&value.children, self.diagnostics));
            if name.is_empty() {
                let help = "write a label, such as `Source port`, or Wireshark's name, such as `tcp.srcport`";
                self.push(Diagnostic::error("field-without-name", span, "this field has no name").help(help));
                continue;
            }
            step.fields.push(Field { name, value, span, value_span });
        }
    }

    fn cell_span(&self, cell: &Node<'_>, row: Span) -> Span {
        match (cell.children.first(), cell.children.last()) {
            (Some(first), Some(last)) => self.trimmed(first.span.to(last.span)),
            _ => row,
        }
    }

    /// What can be said of an item once all of it was read. `None` for an empty one.
    fn finish(&mut self, item: Item) -> Option<Step> {
        let Item { mut step, broken, caption, .. } = item;
        step.caption_span = caption.unwrap_or(Span::new(step.span.end, step.span.end));
        let empty = step.events.is_empty() && step.fields.is_empty() && step.notes.is_empty() && !broken;
        if step.caption.is_empty() && empty {
            let help = "write an event in backticks and a sentence about it, or delete the number";
            self.push(Diagnostic::warning("empty-step", step.span, "this step is empty").help(help));
            return None;
        }
        self.judge_caption(&step);
        let sends = |event: &Event| matches!(event.action, Action::Send(_));
        if let Some(field) = step.fields.first().filter(|_| !broken && !step.events.iter().any(sends)) {
            let help = "a table holds the fields of the step's packet: move it under the step that sends one";
            let diagnostic = Diagnostic::error("fields-without-packet", field.span, "this step sends no packet");
            self.push(diagnostic.help(help));
        }
        Some(step)
    }

    fn judge_caption(&mut self, step: &Step) {
        let span = step.caption_span;
        if step.caption.is_empty() {
            let place = step.events.first().map_or(step.span, |event| event.span);
            let below = self.sentence_below(step.span);
            let swallowed = !step.events.is_empty() && self.source[place.start..place.end].contains('\n');
            let help = if swallowed {
                "the event ends at its second backtick: put that at the end of the event's line, before the caption"
            } else if below.is_some() {
                "indent the sentence below like the event, by three spaces: at the left edge it is no part of the step"
            } else {
                "say in one or two sentences what happens, on the line under the event"
            };
            let warning = Diagnostic::warning("step-without-caption", place, "this step has no caption").help(help);
            self.push(below.into_iter().fold(warning, |warning, at| warning.related(at, "this is the page's text")));
        } else if event::begins_prose(&plain(&step.caption), self.names) {
            let message = "this looks like an event, and events stand in backticks";
            let line = self.source[span.start..span.end].lines().next().unwrap_or_default();
            let line_span = Span::new(span.start, span.start + line.trim_end().len());
            let fix = self.in_backticks(line_span).filter(|_| line_span.end < span.end);
            let help = self.backticks(line_span);
            self.push(Diagnostic::error("event-without-backticks", line_span, message).help(help).fix(fix));
            self.pass_over(line_span);
        } else {
            let count = sentences(&step.caption);
            if let Some(row) = self.row_in(span) {
                let help = "write a line such as `| --- | --- |` under the first line of the table";
                let message = "this looks like a table and is shown as text";
                self.push(Diagnostic::warning("table-without-rule", row, message).help(help));
            } else if count > 2 {
                let help =
                    "one or two sentences are read while the packet moves: make two steps, or move the rest to a note";
                let message = format!("this caption has {count} sentences");
                self.push(Diagnostic::warning("long-caption", span, message).help(help));
            }
        }
    }

    /// The line of prose at the left edge that follows a step after a blank line.
    fn sentence_below(&self, step: Span) -> Option<Span> {
        let rest = &self.source[step.end..];
        let text = rest.trim_start_matches(['\n', ' ', '\t']);
        let start = step.end + (rest.len() - text.len());
        let line = text.lines().next().unwrap_or_default().trim_end();
        let at_edge = self.source[..start].ends_with('\n');
        (at_edge && line.starts_with(char::is_alphabetic)).then(|| Span::new(start, start + line.len()))
    }

    /// The first line of a caption that is a row of a table.
    fn row_in(&self, caption: Span) -> Option<Span> {
        let mut start = caption.start;
        for line in self.source[caption.start..caption.end].split_inclusive('\n') {
            let text = line.trim();
            if text.len() > 2 && text.starts_with('|') && text.ends_with('|') {
                let indent = line.len() - line.trim_start().len();
                return Some(Span::new(start + indent, start + indent + text.len()));
            }
            start += line.len();
        }
        None
    }

    /// How a line that is meant as an event is written.
    fn backticks(&self, line: Span) -> String {
        let text = self.source[line.start..line.end].trim();
        let bare = text.trim_matches(|char| matches!(char, '*' | '_' | '`'));
        match (text.starts_with(['*', '_']), bare.len() <= LONGEST_EXAMPLE && !bare.contains('`')) {
            (true, true) if text.contains('`') => {
                format!("an event stands in backticks alone, not in bold: ``1. `{bare}` ``")
            }
            (_, true) => format!("put it in backticks: ``1. `{bare}` ``"),
            (_, false) => "put it in backticks, as in ``1. `H1 types: text` ``".to_owned(),
        }
    }

    /// A line that is one event and no sentence, in backticks in place of what stands around it.
    fn in_backticks(&mut self, line: Span) -> Option<Fix> {
        let text = &self.source[line.start..line.end];
        let bare = text.trim_start_matches(event::QUOTES).trim_end_matches(event::QUOTES);
        let start = line.start + (text.len() - text.trim_start_matches(event::QUOTES).len());
        let mut mistakes = Diagnostics::default();
        let is_event =
            event::read(self.source, Span::new(start, start + bare.len()), self.names, &mut mistakes).is_some();
        let is_sentence = bare.ends_with('.') || bare.contains(". ") || bare.contains('`');
        let right = is_event && mistakes.0.is_empty() && !is_sentence;
        right.then(|| Fix { span: line, replacement: format!("`{bare}`") })
    }

    /// True for a code span that is an event: it was meant as one, or no text follows it on its line.
    fn is_event(&self, node: &Node<'_>, next: Option<&Node<'_>>) -> bool {
        let alone = next.is_none_or(|next| is_blank(next) || matches!(next.kind, Kind::Code(_)));
        self.is_meant(node) || (alone && matches!(node.kind, Kind::Code(_)))
    }

    fn is_meant(&self, node: &Node<'_>) -> bool {
        let span = self.inside_backticks(node.span);
        matches!(node.kind, Kind::Code(_)) && event::is_meant(&self.source[span.start..span.end], self.names)
    }

    fn is_valid_event(&self, node: &Node<'_>) -> bool {
        let span = self.inside_backticks(node.span);
        let mut mistakes = Diagnostics::default();
        self.is_meant(node)
            && event::read(self.source, span, self.names, &mut mistakes).is_some()
            && mistakes.0.is_empty()
    }

    fn inside_backticks(&self, span: Span) -> Span {
        let text = &self.source[span.start..span.end];
        let ticks = text.bytes().take_while(|&byte| byte == b'`').count();
        if ticks * 2 > text.len() { span } else { Span::new(span.start + ticks, span.end - ticks) }
    }

    fn first_line_span(&self, nodes: &[Node<'_>]) -> Span {
        let Some(first) = nodes.first() else { return Span::default() };
        let start = self.trimmed(first.span).start;
        let line = self.source[start..].lines().next().unwrap_or_default();
        Span::new(start, start + line.trim_end().len())
    }

    fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }
}

const LONGEST_EXAMPLE: usize = 80;

/// True for text that ends in the number of an item, with nothing after it: `1.`.
fn is_number_of_item(text: &str) -> bool {
    let digits = text.trim_end().strip_suffix(['.', ')']);
    digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// True where text goes on right after a code span: no space, no line end, no tag, and no punctuation that ends a sentence.
fn goes_on(rest: &str) -> bool {
    let after_punctuation = rest.trim_start_matches(['.', ',', ';', ':', '!', '?', ')']);
    let next = after_punctuation.chars().next();
    next.is_some_and(|next| !next.is_whitespace() && !matches!(next, '<' | '\\'))
}

/// The inlines that an item begins with.
fn first_line<'n, 'a>(item: &'n Node<'a>) -> &'n [Node<'a>] {
    match item.children.first() {
        Some(first) if matches!(first.kind, Kind::Paragraph) => &first.children,
        _ => {
            let line = item.children.iter().take_while(|node| node.kind.is_inline()).count();
            &item.children[..line]
        }
    }
}

fn text_of(nodes: &[Node<'_>]) -> String {
    plain(&prose::inlines(nodes, &mut Diagnostics::default()))
}

fn is_blank(node: &Node<'_>) -> bool {
    match &node.kind {
        Kind::SoftBreak | Kind::HardBreak => true,
        Kind::Text(text) => text.trim().is_empty(),
        _ => false,
    }
}
