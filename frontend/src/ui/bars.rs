//! What frames each screen: the name, the emergency numbers and the quick exit at the top, the rooms at the bottom.

use leptos::prelude::*;

use super::{Icon, emergency::EmergencyButton, quick_exit::QuickExit};
use crate::{ask::shown, route::Route, texts::commun};

/// The bar at the top. Its link skips to the content.
#[component]
pub fn TopBar() -> impl IntoView {
    view! {
        <a href="#contenu" class="evitement" rel="external">
            {commun::aller_au_contenu()}
        </a>
        <header class="barre-haut">
            <div class="barre-dedans">
                <a href="/" class="marque">
                    <Mark />
                    <span class="max-[23rem]:sr-only">{commun::nom()}</span>
                </a>
                <div class="flex gap-2">
                    <EmergencyButton>
                        <QuickExit />
                    </EmergencyButton>
                    <QuickExit />
                </div>
            </div>
        </header>
    }
}

/// A place of the bottom bar.
#[derive(Clone)]
pub struct Tab {
    /// Its address.
    pub href: &'static str,
    /// What else is part of it.
    pub also: &'static [&'static str],
    /// Its word.
    pub label: &'static str,
    /// Its icon.
    pub icon: &'static str,
    /// How many things there are new, said in words to screen readers.
    pub news: Signal<u32>,
}

impl Tab {
    /// Whether one is there.
    pub fn is_at(&self, path: &str) -> bool {
        is_in(path, self.href) || self.also.iter().any(|room| is_in(path, room))
    }
}

/// The bar at the bottom: four rooms at most.
#[component]
pub fn BottomBar(
    /// The rooms.
    tabs: Vec<Tab>,
) -> impl IntoView {
    let route = Route::expect();
    let tab = move |tab: Tab| {
        let Tab { href, label, icon, news, .. } = tab;
        let current = move || tab.is_at(&route.path()).then_some("page");
        let badge = shown(move || match news.get() {
            0 => ().into_any(),
            count => view! {
                <span class="pastille" aria-hidden="true">
                    {count.to_string()}
                </span>
                <span class="sr-only">{news_in_words(count)}</span>
            }
            .into_any(),
        });
        view! {
            <li class="grow basis-0">
                <a href=href class="onglet" aria-current=current>
                    <span class="onglet-rond">
                        <Icon path=icon />
                    </span>
                    <span>{label}</span>
                    {badge}
                </a>
            </li>
        }
    };
    view! {
        <nav class="barre-bas" aria-label=commun::navigation()>
            <ul class="barre-dedans items-stretch gap-0">{tabs.into_iter().map(tab).collect_view()}</ul>
        </nav>
    }
}

fn news_in_words(count: u32) -> String {
    if count == 1 { commun::nouveau_un().to_owned() } else { commun::nouveaux(&count.to_string()) }
}

// The first screen is only itself, a room is also what lies under it.
fn is_in(here: &str, room: &str) -> bool {
    let (here, room) = (here.trim_end_matches('/'), room.trim_end_matches('/'));
    here == room || !room.is_empty() && here.strip_prefix(room).is_some_and(|rest| rest.starts_with('/'))
}

/// Two people side by side.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg class="size-8 shrink-0" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <circle cx="10" cy="9" r="5" class="fill-primary"></circle>
            <path d="M2 28v-4a8 8 0 0 1 16 0v4z" class="fill-primary"></path>
            <circle cx="22" cy="11" r="4.5" class="fill-accent"></circle>
            <path d="M15 28v-3a7.5 7.5 0 0 1 15 0v3z" class="fill-accent"></path>
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_room_leads_to_is_part_of_it() {
        let also = &["/pro/horaires", "/pro/photos"];
        let (href, label, icon) = ("/pro/espaces", "Espaces", "");
        let tab = Tab { href, also, label, icon, news: Signal::stored(0) };
        assert!(tab.is_at("/pro/espaces") && tab.is_at("/pro/horaires/stains") && tab.is_at("/pro/photos/stains"));
        assert!(!tab.is_at("/pro/agenda") && !tab.is_at("/pro/photographies"));
    }

    #[test]
    fn a_room_is_also_what_lies_under_it() {
        assert!(is_in("/messages/1", "/messages") && is_in("/messages", "/messages") && is_in("", "/"));
        assert!(!is_in("/messages", "/") && !is_in("/messagesque", "/messages"));
    }
}
