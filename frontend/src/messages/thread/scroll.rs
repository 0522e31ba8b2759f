//! Where one is in a long thread.

use leptos::prelude::*;
use shared::ids::MessageId;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, ScrollIntoViewOptions, ScrollLogicalPosition};

/// The id of the line of a message.
pub fn line_id(id: MessageId) -> String {
    format!("message-{id}")
}

/// The id of the line above what was not read.
pub const UNREAD: &str = "non-lus";
/// The id of what stands after the last message.
pub const END: &str = "fin-du-fil";
/// How many frames it takes until lines have their heights.
const FRAMES: u8 = 5;

/// Goes to the last message.
pub fn to_end() {
    settle(END.to_owned(), ScrollLogicalPosition::End, FRAMES);
}

/// Goes to the line above what was not read.
pub fn to_unread() {
    settle(UNREAD.to_owned(), ScrollLogicalPosition::Start, FRAMES);
}

/// Goes to a message and gives it the focus.
pub fn to_message(id: MessageId) {
    settle(line_id(id), ScrollLogicalPosition::Center, FRAMES);
    request_animation_frame(move || {
        if let Some(line) = element(&line_id(id)).and_then(|line| line.dyn_into::<web_sys::HtmlElement>().ok()) {
            drop(line.focus());
        }
    });
}

/// What stands above is about to grow or to shrink: what one looks at stays under the eyes.
pub fn hold() {
    let Ok(lines) = document().query_selector_all(".fil > [id^=message-]") else { return };
    let all = (0..lines.length()).filter_map(|at| lines.get(at)?.dyn_into::<Element>().ok());
    let Some(line) = all.into_iter().find(|line| 0.0 < line.get_bounding_client_rect().bottom()) else { return };
    let before = top(&line);
    request_animation_frame(move || {
        let moved = top(&line) - before;
        if 1.0 < moved.abs() {
            window().scroll_by_with_x_and_y(0.0, moved);
        }
    });
}

/// Moves as little as it takes to see what has opened.
pub fn to_panel(panel: &Element) {
    show(panel, ScrollLogicalPosition::Nearest);
}

// Lines that were not drawn yet have a supposed height: it is done again while they get their own.
fn settle(id: String, place: ScrollLogicalPosition, frames: u8) {
    request_animation_frame(move || {
        if let Some(element) = element(&id) {
            show(&element, place);
        }
        if 0 < frames {
            settle(id, place, frames - 1);
        }
    });
}

fn top(line: &Element) -> f64 {
    line.get_bounding_client_rect().top()
}

fn show(element: &Element, place: ScrollLogicalPosition) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(place);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

fn element(id: &str) -> Option<Element> {
    document().get_element_by_id(id)
}
