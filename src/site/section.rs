//! One page of the lesson becomes a section: its prose, its picture, the captions of its steps, questions and notes.

use super::markup::{each, escaped};
use super::prose;
use crate::lesson::{Page, Question, Step};

/// The section of the page with this number (from 0). Without the player it reads from top to bottom.
///
/// The names that it gives begin with `/` or `_`, which no slug of a heading does.
///
/// `hosts` is a picture that stands beside the prose of a page without steps.
pub(super) fn write(number: usize, page: &Page, picture: Option<&str>, hosts: &str) -> String {
    let number = number + 1;
    let picture_or_none = picture.unwrap_or_default();
    let body = [&text(page), picture_or_none, &captions(page), &questions(page), &notes(number, page)].concat();
    let (kind, body) = match picture {
        Some(_) => ("drawn", body),
        None => ("prose", wrapped("div", "body", &(hosts.to_owned() + &body))),
    };
    let title = escaped(&page.title);
    format!(
        "<section class=\"page {kind}\" id=\"/{number}\" data-page=\"{number}\" aria-labelledby=\"_title-{number}\">\n\
         <h2 id=\"_title-{number}\">{title}</h2>\n{body}</section>\n"
    )
}

fn text(page: &Page) -> String {
    wrapped("div", "text rich", &prose::blocks(&page.text))
}

fn captions(page: &Page) -> String {
    wrapped("ol", "captions", &each(&page.steps, |step| format!("<li>{}</li>\n", prose::inlines(&step.caption))))
}

fn questions(page: &Page) -> String {
    wrapped("div", "faq", &each(&page.questions, question))
}

fn question(question: &Question) -> String {
    let slug = escaped(&question.slug);
    let asked = prose::inlines(&question.question);
    let answer = wrapped("div", "rich", &prose::blocks(&question.answer));
    format!("<details id=\"{slug}\">\n<summary>{asked}</summary>\n{answer}</details>\n")
}

/// The notes of the steps, which the player shows during their step only, and those of the page.
fn notes(number: usize, page: &Page) -> String {
    let of_steps = each(page.steps.iter().enumerate(), |(number, step)| note(number, step));
    let of_page = wrapped("div", "note rich", &prose::blocks(&prose::unquoted(&page.notes)));
    match of_steps + &of_page {
        none if none.is_empty() => none,
        notes => format!("<aside class=\"notes\" aria-label=\"Notes on page {number}\">\n{notes}</aside>\n"),
    }
}

fn note(number: usize, step: &Step) -> String {
    if step.notes.is_empty() {
        return String::new();
    }
    let (number, text) = (number + 1, prose::blocks(&prose::unquoted(&step.notes)));
    format!("<div class=\"note rich\" data-step=\"{number}\"><p class=\"of-step\">Step {number}</p>\n{text}</div>\n")
}

/// The markup in an element of this class; nothing where there is nothing to wrap.
fn wrapped(element: &str, class: &str, markup: &str) -> String {
    if markup.is_empty() {
        return String::new();
    }
    format!("<{element} class=\"{class}\">\n{markup}</{element}>\n")
}
