//! The page of jeunes and families.

use frontend::{
    app,
    ui::{NotFound, TopBar},
};
use leptos::prelude::*;
use leptos_router::components::{Router, Routes};

fn main() {
    app::start(
        || view! { <Router><TopBar /><main id="contenu"><Routes fallback=NotFound><></></Routes></main></Router> },
    );
}
