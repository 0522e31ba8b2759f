//! The page `jeune`.
use leptos::prelude::*;

fn main() {
    mount_to_body(|| view! { <main><h1>"Côte à Côte"</h1></main> });
}
