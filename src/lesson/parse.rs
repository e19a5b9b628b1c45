//! A source in, a [`Lesson`] out: the front matter, then pages by their headings, then what stands on each.

use std::collections::{BTreeMap, BTreeSet};

use super::event::Names;
use super::front_matter::{self, FrontMatter, correction, shown, suggestion};
use super::markdown::{self, Kind, Node};
use super::slug::{Slugs, slug};
use super::steps::Steps;
use super::{Block, Lesson, Page, Question, Unread, golden, limits, plain, prose};
use crate::diagnostic::{Diagnostic, Diagnostics, Fix, Severity, Source, Span};

/// Reads a lesson. All mistakes are reported at once, in the order of the text; the lesson is whole where none is an
/// error, and holds what could be read otherwise.
pub fn parse(source: &Source) -> (Lesson, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let text = source.text.as_str();
    if text.len() > limits::LESSON_BYTES {
        let message = format!("the lesson is longer than {} bytes", limits::LESSON_BYTES);
        diagnostics.push(Diagnostic::error("lesson-too-long", Span::default(), message).help("split the lesson"));
        return (Lesson::default(), diagnostics);
    }
    refuse_control_characters(text, &mut diagnostics);
    let front = front_matter::read(text, &mut diagnostics);
    let nodes = markdown::read(text, front.body, &mut diagnostics);
    let (pages, events) = read_pages(text, &front, &nodes, &mut diagnostics);
    tell_once_of_misnamed(text, &front, &mut diagnostics);
    let lesson = lesson(front, pages, events, &mut diagnostics);
    diagnostics.sort();
    tell_once_what_is_not_declared(&mut diagnostics);
    cap(&mut diagnostics);
    (lesson, diagnostics)
}

/// An event that names a host whose name cannot be one is not at fault for it.
fn tell_once_of_misnamed(text: &str, front: &FrontMatter, diagnostics: &mut Diagnostics) {
    let follows = |one: &Diagnostic| {
        let line_start = text[..one.span.start].rfind('\n').map_or(0, |at| at + 1);
        let line = text[line_start..].lines().next().unwrap_or_default();
        one.span.start >= front.body
            && one.severity == Severity::Error
            && front.misnamed.iter().any(|name| line.contains(name.as_str()))
    };
    if !front.misnamed.is_empty() {
        diagnostics.0.retain(|one| !follows(one));
    }
}

fn refuse_control_characters(text: &str, diagnostics: &mut Diagnostics) {
    let stray = text.char_indices().find(|(_, char)| char.is_control() && !matches!(char, '\n' | '\t'));
    if let Some((at, char)) = stray {
        let message = format!("the lesson holds the control character U+{:04X}", u32::from(char));
        let span = Span::new(at, at + char.len_utf8());
        diagnostics.push(Diagnostic::error("control-character", span, message).help("delete it: no font shows it"));
    }
}

/// A name that is near none of those declared was forgotten, not misspelt: that is one mistake, however often it is used.
fn tell_once_what_is_not_declared(diagnostics: &mut Diagnostics) {
    let mut told: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut again = BTreeSet::new();
    for (at, one) in diagnostics.0.iter().enumerate() {
        let is_forgotten =
            matches!(one.code, "unknown-host" | "unknown-connection") && one.fix.is_none() && one.related.is_empty();
        if is_forgotten {
            let first = *told.entry((one.code, one.message.as_str())).or_insert(at);
            if first != at {
                again.insert(at);
            }
        }
    }
    let mut at = 0..;
    diagnostics.0.retain(|_| at.next().is_none_or(|at| !again.contains(&at)));
}

/// Keeps the first of far too many, errors before warnings.
fn cap(diagnostics: &mut Diagnostics) {
    let all = &mut diagnostics.0;
    if all.len() <= limits::DIAGNOSTICS {
        return;
    }
    all.sort_by_key(|one| one.severity != Severity::Error);
    let left_out = all.len() - limits::DIAGNOSTICS;
    all.truncate(limits::DIAGNOSTICS);
    let end = all.iter().map(|one| one.span.end).max().unwrap_or(0);
    diagnostics.sort();
    let message = format!("{left_out} more are not shown");
    diagnostics.push(Diagnostic::warning("too-many-diagnostics", Span::new(end, end), message));
}

fn lesson(front: FrontMatter, pages: Vec<Page>, events: NotCounted, diagnostics: &mut Diagnostics) -> Lesson {
    let first_heading = pages.first().map(|page| (page.title.clone(), page.span));
    let (title, title_span) = front.title.or(first_heading).unwrap_or_default();
    let (network, network_span) = front.network.unzip();
    Lesson {
        title,
        title_span,
        summary: front.summary.or_else(|| first_paragraph(&pages)).unwrap_or_default(),
        language: front.language.unwrap_or_else(|| "en".to_owned()),
        hosts: front.hosts,
        network,
        network_span: network_span.unwrap_or_default(),
        links: front.links,
        connections: front.connections,
        golden: golden::resolve(front.golden, &pages, diagnostics),
        pages,
        unread: events.unread,
        aside: events.aside,
    }
}

fn first_paragraph(pages: &[Page]) -> Option<String> {
    pages.iter().flat_map(|page| &page.text).find_map(|block| match block {
        Block::Paragraph(inlines) => Some(plain(inlines)),
        _ => None,
    })
}

fn read_pages(
    text: &str,
    front: &FrontMatter,
    nodes: &[Node<'_>],
    diagnostics: &mut Diagnostics,
) -> (Vec<Page>, NotCounted) {
    if !front.closed {
        // All of the text counts as front matter then: that there is no page is no mistake of its own.
        return (Vec::new(), NotCounted::default());
    }
    let undeclared = front.hosts_known && front.hosts.is_empty();
    let names = Names {
        hosts: &front.hosts,
        connections: &front.connections,
        // Without a single host, one diagnostic for the lesson says more than one for each name.
        hosts_known: front.hosts_known && !undeclared,
        connections_known: front.connections_known && !undeclared,
    };
    let steps = Steps {
        source: text,
        names,
        diagnostics,
        count: 0,
        events: 0,
        events_on_page: 0,
        pauses_ms: 0,
        first_event: None,
        unread: Vec::new(),
        aside: Vec::new(),
    };
    let mut reader = Pages { steps, slugs: Slugs::default(), questions: 0, asked_at: Vec::new() };
    let pages = reader.read(nodes, Span::new(front.body, text.len()));
    if let Some(span) = reader.steps.first_event.filter(|_| undeclared) {
        let help = "begin the file with a front matter: `---`, `hosts:` with a line such as `  H1: { label: Client }` for each, `---`";
        reader.push(Diagnostic::error("no-hosts", span, "the lesson declares no hosts").help(help));
    }
    let in_order = |mut events: Vec<Unread>| {
        events.sort_by_key(|one| one.span);
        events
    };
    let (unread, aside) = (in_order(reader.steps.unread), in_order(reader.steps.aside));
    (pages, NotCounted { unread, aside })
}

/// Events that are none of the lesson's, in the order of the text.
#[derive(Default)]
struct NotCounted {
    unread: Vec<Unread>,
    aside: Vec<Unread>,
}

struct Pages<'a> {
    steps: Steps<'a>,
    slugs: Slugs,
    questions: usize,
    /// Where the questions of the page under way stand.
    asked_at: Vec<Span>,
}

impl Pages<'_> {
    fn read(&mut self, nodes: &[Node<'_>], body: Span) -> Vec<Page> {
        let heads: Vec<usize> = (0..nodes.len()).filter(|&at| matches!(nodes[at].kind, Kind::Heading(1, ..))).collect();
        let Some(&first) = heads.first() else {
            self.no_pages(nodes, body);
            return Vec::new();
        };
        self.nothing_before(&nodes[..first]);
        let mut pages = Vec::new();
        for (at, &head) in heads.iter().enumerate() {
            if at == limits::PAGES {
                let message = format!("a lesson has at most {} pages", limits::PAGES);
                let span = self.steps.trimmed(nodes[head].span);
                self.push(Diagnostic::error("too-many-pages", span, message).help("split the lesson"));
                break;
            }
            let end = heads.get(at + 1).copied().unwrap_or(nodes.len());
            pages.push(self.page(&nodes[head], &nodes[head + 1..end]));
        }
        pages
    }

    fn no_pages(&mut self, nodes: &[Node<'_>], body: Span) {
        let smaller = nodes.iter().find(|node| matches!(node.kind, Kind::Heading(..)));
        let unspaced = nodes.iter().find_map(|node| heading_without_space(self.steps.source, node));
        let place = smaller.or(nodes.first());
        let span = place.map_or(Span::new(body.end, body.end), |node| self.steps.trimmed(node.span));
        let message = "the lesson has no pages";
        self.push(match (unspaced, smaller) {
            (Some((line, fix)), _) => {
                Diagnostic::error("no-pages", line, message).help("a space belongs after the `#`").fix(Some(fix))
            }
            (None, Some(_)) => Diagnostic::error("no-pages", span, message)
                .help("a page begins with a heading of the first level: take all but one `#` away"),
            (None, None) => Diagnostic::error("no-pages", span, message)
                .help("begin each page with a heading: `# H1: Control connection request`"),
        });
    }

    /// A heading that is text for want of a space; true where there is one.
    fn warn_of_a_missing_space(&mut self, node: &Node<'_>) -> bool {
        let Some((line, fix)) = heading_without_space(self.steps.source, node) else { return false };
        let message = "this looks like a heading and is shown as text";
        let warning = Diagnostic::warning("heading-without-space", line, message);
        self.push(warning.help("write a space after the `#`").fix(Some(fix)));
        true
    }

    /// A lower heading right above steps that go on with those before it looks like the beginning of something new.
    fn warn_of_a_heading_among_steps(&mut self, node: &Node<'_>) {
        let Kind::Heading(2.., ..) = node.kind else { return };
        let text = plain(&prose::inlines(&node.children, &mut Diagnostics::default()));
        if text.is_empty() {
            return;
        }
        let span = self.steps.trimmed(node.span);
        let message =
            "this heading begins no page: it is shown as a note, and the steps below it go on with those above";
        let help = format!("a page begins with one `#`: `# {}`; or delete the heading", shown(&text));
        self.push(Diagnostic::warning("heading-among-steps", span, message).help(help));
    }

    fn nothing_before(&mut self, nodes: &[Node<'_>]) {
        let mut shown = nodes.iter().filter(|node| !node.children.is_empty());
        let Some(first) = shown.next() else { return };
        for node in nodes {
            self.steps.set_aside_events_in(node);
        }
        // All of them are told of.
        let unspaced = nodes.iter().filter(|node| self.warn_of_a_missing_space(node)).count();
        if unspaced > 0 {
            return;
        }
        let span = self.steps.trimmed(shown.next_back().map_or(first.span, |last| first.span.to(last.span)));
        let message = "this stands before the first page and is not shown";
        let help = match nodes.iter().find(|node| matches!(node.kind, Kind::Heading(..))) {
            Some(_) => "a page begins with a heading of one `#`: take the others away",
            None => "move it under a heading: each `#` heading begins a page",
        };
        self.push(Diagnostic::warning("text-before-first-page", span, message).help(help));
    }

    fn page(&mut self, head: &Node<'_>, body: &[Node<'_>]) -> Page {
        let span = self.steps.trimmed(head.span);
        let title = plain(&prose::inlines(&head.children, self.steps.diagnostics));
        if title.is_empty() {
            let help = "write the page's title after the `#`";
            self.push(Diagnostic::error("page-without-title", span, "the heading is empty").help(help));
        }
        let faq = self.is_faq(head, span);
        let slug = self.slug(head, &title);
        let mut page = Page { title, slug, faq, span, ..Page::default() };
        self.steps.events_on_page = 0;
        if faq {
            self.fill_faq(&mut page, body);
        } else {
            self.fill(&mut page, body);
        }
        if !faq && self.looks_like_faq(&page, head, body) {
            let help = "write `{.faq}` after the heading: `# FAQ {.faq}`";
            let message = "this looks like a page of questions, but is shown as plain text";
            self.push(Diagnostic::warning("faq-without-class", span, message).help(help));
        }
        if page.text.is_empty() && page.steps.is_empty() && page.notes.is_empty() && page.questions.is_empty() {
            let help = "give it text, or numbered steps such as ``1. `H1 types: text` ``";
            self.push(Diagnostic::warning("empty-page", span, "this page is empty").help(help));
        }
        page
    }

    /// True for `{.faq}`; any other class is reported.
    fn is_faq(&mut self, head: &Node<'_>, span: Span) -> bool {
        let Kind::Heading(_, _, classes) = &head.kind else { return false };
        for class in classes.iter().filter(|class| class.as_ref() != "faq") {
            let message = format!("`.{}` means nothing on a heading", shown(class));
            let help = suggestion(class, &["faq"], "a page may be");
            let place =
                self.steps.source[span.start..span.end].rfind(&format!(".{class}")).map(|at| span.start + at + 1);
            let place = place.map_or(span, |start| Span::new(start, start + class.len()));
            let fix = correction(class, &["faq"], place);
            self.push(Diagnostic::warning("unknown-class", place, message).help(help).fix(fix));
        }
        classes.iter().any(|class| class.as_ref() == "faq")
    }

    /// True for a page that is called one of questions and has nothing but headings with text. A page of another class
    /// was told of.
    fn looks_like_faq(&self, page: &Page, head: &Node<'_>, body: &[Node<'_>]) -> bool {
        const TITLES: [&str; 4] = ["faq", "questions", "questions and answers", "frequently asked questions"];
        let named = TITLES.contains(&page.title.to_lowercase().as_str());
        let unclassed = matches!(&head.kind, Kind::Heading(_, _, classes) if classes.is_empty());
        let asks = body.iter().any(|node| matches!(node.kind, Kind::Heading(2, ..)));
        named && unclassed && asks && !body.iter().any(|node| self.steps.is_list(node))
    }

    /// From `{#id}` where there is one, or else from the title.
    fn slug(&mut self, head: &Node<'_>, title: &str) -> String {
        let id = match &head.kind {
            Kind::Heading(_, Some(id), _) => id.as_ref(),
            _ => title,
        };
        self.slugs.claim(&slug(id, self.steps.names.hosts))
    }

    fn fill(&mut self, page: &mut Page, body: &[Node<'_>]) {
        let mut after_steps = false;
        for (at, node) in body.iter().enumerate() {
            if self.steps.is_list(node) {
                if let Some(before) = body[..at].last().filter(|_| after_steps) {
                    self.warn_of_a_heading_among_steps(before);
                }
                after_steps = true;
                self.steps.read(node, &mut page.steps);
                continue;
            }
            self.warn_of_a_missing_space(node);
            self.steps.warn_of_events_in(node);
            self.steps.warn_of_stray_table(node, after_steps);
            let blocks = prose::blocks(std::slice::from_ref(node), self.steps.diagnostics);
            let beside = after_steps || matches!(node.kind, Kind::Quote);
            if beside { &mut page.notes } else { &mut page.text }.extend(blocks);
        }
    }

    fn fill_faq(&mut self, page: &mut Page, body: &[Node<'_>]) {
        for node in body {
            if matches!(node.kind, Kind::Heading(2, ..)) {
                if let Some(question) = self.question(node) {
                    page.questions.push(question);
                }
                continue;
            }
            if self.steps.is_list(node) {
                self.steps.set_aside_events_in(node);
                let help = "move them to a page of their own, or take `{.faq}` away";
                let message = "a FAQ page has no steps: these are shown as text";
                let span = self.steps.trimmed(node.span);
                self.push(Diagnostic::warning("steps-on-faq-page", span, message).help(help));
            }
            let blocks = prose::blocks(std::slice::from_ref(node), self.steps.diagnostics);
            page.questions.last_mut().map_or(&mut page.text, |question| &mut question.answer).extend(blocks);
        }
        // Of a question without text was told.
        let asks = body.iter().any(|node| matches!(node.kind, Kind::Heading(2, ..)));
        if page.questions.is_empty() && !asks {
            let lower = body.iter().find(|node| matches!(node.kind, Kind::Heading(3.., ..)));
            let help = match lower {
                Some(_) => "a question is a heading with two `#`: take the others away",
                None => "write each question as a heading: `## What is FTP?`",
            };
            let place = lower.map_or(page.span, |node| self.steps.trimmed(node.span));
            self.push(Diagnostic::warning("faq-without-questions", place, "this FAQ has no questions").help(help));
        }
        let asked = std::mem::take(&mut self.asked_at);
        for (question, span) in page.questions.iter().zip(asked).filter(|(question, _)| question.answer.is_empty()) {
            let message = format!("`{}` has no answer", shown(&plain(&question.question)));
            let warning = Diagnostic::warning("question-without-answer", span, message);
            self.steps.diagnostics.push(warning.help("write it under the heading"));
        }
    }

    fn question(&mut self, node: &Node<'_>) -> Option<Question> {
        if self.questions == limits::QUESTIONS {
            let message = format!("a lesson has at most {} questions", limits::QUESTIONS);
            let span = self.steps.trimmed(node.span);
            self.push(Diagnostic::error("too-many-questions", span, message).help("split the lesson"));
        }
        if self.questions >= limits::QUESTIONS {
            return None;
        }
        self.questions += 1;
        let question = prose::inlines(&node.children, self.steps.diagnostics);
        if question.is_empty() {
            self.push(prose::heading_without_text(node, 2, "write the question after it, or delete it"));
            return None;
        }
        let slug = self.slug(node, &plain(&question));
        self.asked_at.push(self.steps.trimmed(node.span));
        Some(Question { question, slug, answer: Vec::new() })
    }

    fn push(&mut self, diagnostic: Diagnostic) {
        self.steps.diagnostics.push(diagnostic);
    }
}

/// The line of a paragraph that is one line and would be a heading with a space after its `#`, and the space.
fn heading_without_space(source: &str, node: &Node<'_>) -> Option<(Span, Fix)> {
    let text = source[node.span.start..node.span.end].trim_end();
    let words = text.trim_start_matches('#');
    let level = text.len() - words.len();
    let is_title = words.starts_with(char::is_alphabetic) && !words.contains('\n') && !words.ends_with('.');
    if !matches!(node.kind, Kind::Paragraph) || !(1..=6).contains(&level) || !is_title {
        return None;
    }
    let after = node.span.start + level;
    let space = Fix { span: Span::new(after, after), replacement: " ".to_owned() };
    Some((Span::new(node.span.start, node.span.start + text.len()), space))
}

#[cfg(test)]
mod tests;
