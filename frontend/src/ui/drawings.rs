//! Simple drawn shapes for empty places.

use leptos::prelude::*;

/// What is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawing {
    /// Two people side by side.
    Together,
    /// A calendar with a free day.
    Calendar,
    /// Two bubbles.
    Bubbles,
    /// A signpost.
    Signpost,
    /// A door that is open.
    Door,
}

/// Nothing here yet: a drawing, a sentence, perhaps something to do.
#[component]
pub fn EmptyState(
    /// What is drawn.
    drawing: Drawing,
    /// What it says.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="vide">
            <Picture drawing />
            {children()}
        </div>
    }
}

/// A drawing that says nothing by itself.
#[component]
pub fn Picture(
    /// What is drawn.
    drawing: Drawing,
) -> impl IntoView {
    view! {
        <svg class="mx-auto h-28 w-40 max-w-full" viewBox="0 0 160 112" aria-hidden="true" focusable="false">
            <ellipse cx="80" cy="100" rx="66" ry="8" class="fill-base-300"></ellipse>
            {shapes(drawing)}
        </svg>
    }
    .into_any()
}

fn shapes(drawing: Drawing) -> AnyView {
    match drawing {
        Drawing::Together => view! {
            <circle cx="58" cy="34" r="16" class="fill-primary"></circle>
            <path d="M30 98V84a28 28 0 0 1 56 0v14z" class="fill-primary"></path>
            <circle cx="104" cy="42" r="14" class="fill-accent"></circle>
            <path d="M80 98V86a25 25 0 0 1 50 0v12z" class="fill-accent"></path>
        }
        .into_any(),
        Drawing::Calendar => view! {
            <rect x="36" y="20" width="88" height="78" rx="12" class="fill-surface stroke-primary" stroke-width="4"></rect>
            <path d="M36 32a12 12 0 0 1 12-12h64a12 12 0 0 1 12 12v10H36z" class="fill-primary"></path>
            <path d="M58 12v16M102 12v16" class="stroke-primary" stroke-width="6" stroke-linecap="round"></path>
            <circle cx="60" cy="60" r="6" class="fill-base-300"></circle>
            <circle cx="80" cy="60" r="6" class="fill-base-300"></circle>
            <circle cx="100" cy="60" r="6" class="fill-base-300"></circle>
            <circle cx="60" cy="80" r="6" class="fill-base-300"></circle>
            <circle cx="80" cy="80" r="9" class="fill-accent"></circle>
        }
        .into_any(),
        Drawing::Bubbles => view! {
            <path d="M30 26a12 12 0 0 1 12-12h48a12 12 0 0 1 12 12v24a12 12 0 0 1-12 12H58L42 76V62a12 12 0 0 1-12-12z" class="fill-primary"></path>
            <path d="M78 56a12 12 0 0 1 12-12h30a12 12 0 0 1 12 12v20a12 12 0 0 1-12 12v12l-14-12H90a12 12 0 0 1-12-12z" class="fill-accent"></path>
        }
        .into_any(),
        Drawing::Signpost => view! {
            <path d="M80 12v86" class="stroke-primary" stroke-width="7" stroke-linecap="round"></path>
            <path d="M80 22h38l12 12-12 12H80z" class="fill-accent"></path>
            <path d="M80 52H46L34 64l12 12h34z" class="fill-primary"></path>
        }
        .into_any(),
        Drawing::Door => view! {
            <rect x="48" y="14" width="64" height="84" rx="6" class="fill-surface stroke-primary" stroke-width="4"></rect>
            <path d="M50 16l38 12v72l-38-4z" class="fill-primary"></path>
            <circle cx="80" cy="64" r="4" class="fill-accent"></circle>
            <path d="M92 98h34" class="stroke-accent" stroke-width="6" stroke-linecap="round"></path>
        }
        .into_any(),
    }
}
