//! Nothing of what is printed is cut: the sheet measures itself, takes smaller letters, and only then says less, and says so.

use js_sys::{Promise, Reflect};
use leptos::{prelude::*, task::spawn_local, web_sys::Element};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;

/// How many sizes its letters have, from the largest.
const SIZES: u8 = 8;
/// What is shortened when even the smallest letters are too many, in this order: the lists, and how many lines they keep.
const SHORTENED: [(&str, u32); 3] = [(".affiche-liste", 3), (".affiche-heures", 0), (".affiche-liste", 0)];

/// Makes a sheet fit once it is on the screen and its letters have come.
pub fn keep_whole(sheet: NodeRef<leptos::html::Article>) {
    Effect::new(move |_| {
        let Some(sheet) = sheet.get() else { return };
        spawn_local(async move {
            letters().await;
            fit(&sheet);
        });
    });
}

// The letters of the page: others have another width.
async fn letters() {
    let fonts = Reflect::get(&document(), &"fonts".into());
    let ready = fonts.and_then(|fonts| Reflect::get(&fonts, &"ready".into())).ok();
    if let Some(ready) = ready.and_then(|ready| ready.dyn_into::<Promise>().ok()) {
        drop(JsFuture::from(ready).await);
    }
}

// Measured as it is on paper, whatever size the screen shows it in, with some room left: no two printers agree.
fn fit(sheet: &Element) {
    set(sheet, "data-mesure", "");
    let mut sizes = (0..SIZES).map(|size| set(sheet, "data-taille", &size.to_string()));
    if !sizes.any(|()| is_whole(sheet)) {
        shorten(sheet);
    }
    drop(sheet.remove_attribute("data-mesure"));
}

fn is_whole(sheet: &Element) -> bool {
    sheet.scroll_height() <= sheet.client_height() && sheet.scroll_width() <= sheet.client_width()
}

// Line by line, from the last one: its last item says that there is more.
fn shorten(sheet: &Element) {
    for (list, kept) in SHORTENED {
        let Ok(Some(list)) = sheet.query_selector(list) else { continue };
        set(&list, "data-moins", "");
        let lines = list.children();
        let last = lines.length().saturating_sub(1);
        for line in (kept..last).rev().filter_map(|at| lines.item(at)) {
            if is_whole(sheet) {
                return;
            }
            set(&line, "hidden", "");
        }
    }
    if let Ok(Some(phrase)) = sheet.query_selector(".affiche-phrase")
        && !is_whole(sheet)
    {
        set(&phrase, "hidden", "");
    }
}

fn set(element: &Element, name: &str, value: &str) {
    drop(element.set_attribute(name, value));
}
