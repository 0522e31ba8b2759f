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

/// Goes to the last message. Lines that were not drawn yet have a supposed height: it is done once more when they are.
pub fn to_end() {
    request_animation_frame(|| {
        show(END, ScrollLogicalPosition::End);
        request_animation_frame(|| show(END, ScrollLogicalPosition::End));
    });
}

/// Goes to the line above what was not read.
pub fn to_unread() {
    request_animation_frame(|| {
        show(UNREAD, ScrollLogicalPosition::Start);
        request_animation_frame(|| show(UNREAD, ScrollLogicalPosition::Start));
    });
}

/// Goes to a message and gives it the focus.
pub fn to_message(id: MessageId) {
    request_animation_frame(move || {
        show(&line_id(id), ScrollLogicalPosition::Center);
        request_animation_frame(move || {
            show(&line_id(id), ScrollLogicalPosition::Center);
            if let Some(line) = element(&line_id(id)).and_then(|line| line.dyn_into::<web_sys::HtmlElement>().ok()) {
                drop(line.focus());
            }
        });
    });
}

/// What stands above is about to grow: what one looks at stays under the eyes.
pub fn hold() {
    let Some(line) = document().query_selector(".fil > [id^=message-]").ok().flatten() else { return };
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
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    panel.scroll_into_view_with_scroll_into_view_options(&options);
}

fn top(line: &Element) -> f64 {
    line.get_bounding_client_rect().top()
}

fn show(id: &str, place: ScrollLogicalPosition) {
    if let Some(element) = element(id) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(place);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

fn element(id: &str) -> Option<Element> {
    document().get_element_by_id(id)
}
