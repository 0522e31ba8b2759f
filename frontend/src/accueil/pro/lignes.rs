//! Lines of a form that one adds and takes away: openings, stops, dates.

use leptos::prelude::*;

use crate::{
    format,
    texts::{espaces, pro},
    ui::{Icon, PLAIN, icons},
};

/// The lines of a form.
pub struct Lines<T: Send + Sync + 'static> {
    list: RwSignal<Vec<(u32, T)>>,
    next: StoredValue<u32>,
}

impl<T: Send + Sync + 'static> Clone for Lines<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Lines<T> {}

impl<T: Copy + Send + Sync + 'static> Lines<T> {
    /// Those to begin with.
    pub fn new(first: Vec<T>) -> Self {
        let list: Vec<(u32, T)> = (0..).zip(first).collect();
        let next = list.len() as u32;
        Self { list: RwSignal::new(list), next: StoredValue::new(next) }
    }

    /// All of them, in order.
    pub fn all(self) -> Vec<T> {
        self.list.get().into_iter().map(|(_, line)| line).collect()
    }

    fn add(self, line: T) {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        self.list.update(|list| list.push((id, line)));
    }

    fn remove(self, id: u32) {
        self.list.update(|list| list.retain(|(one, _)| *one != id));
    }

    // Counted from one, for those who hear the form.
    fn number(self, id: u32) -> String {
        self.list.with(|list| list.iter().position(|(one, _)| *one == id).map_or(0, |place| place + 1)).to_string()
    }
}

/// What a kind of lines is called.
#[derive(Clone, Copy)]
pub struct Words {
    /// All of them.
    pub legend: &'static str,
    /// The button that adds one.
    pub add: &'static str,
    /// One of them, by its number.
    pub one: fn(&str) -> String,
    /// The button that takes one away.
    pub remove: fn(&str) -> String,
    /// What is said of one that makes no sense.
    pub wrong: fn() -> &'static str,
}

/// The editor of some lines.
#[component]
pub fn LinesField<T>(
    /// The lines.
    lines: Lines<T>,
    /// What they are called.
    words: Words,
    /// Whether what is wrong is shown.
    #[prop(into)]
    tried: Signal<bool>,
    /// A new line.
    fresh: fn() -> T,
    /// Whether a line makes sense.
    sound: fn(T) -> bool,
    /// The fields of a line.
    fields: fn(T, Signal<bool>, String) -> AnyView,
) -> impl IntoView
where
    T: Copy + Send + Sync + 'static,
{
    let legend = words.legend;
    let line = move |(id, line): (u32, T)| {
        let number = move || lines.number(id);
        let wrong = Signal::derive(move || tried.get() && !sound(line));
        let error_id = format!("erreur-{}-{id}", legend.split(' ').next().unwrap_or_default().to_lowercase());
        view! {
            <div role="group" aria-label=move || (words.one)(&number()) class="carte grid-cols-2 items-start sm:grid-cols-4">
                {fields(line, wrong, error_id.clone())}
                <button
                    type="button"
                    class="btn bouton-simple col-span-full"
                    aria-label=move || (words.remove)(&number())
                    on:click=move |_| lines.remove(id)
                >
                    <Icon path=icons::TRASH class="size-5 shrink-0" />
                    {pro::espace_retirer()}
                </button>
                <p id=error_id class="erreur col-span-full" role="alert">
                    {move || wrong.get().then(words.wrong)}
                </p>
            </div>
        }
    };
    view! {
        <fieldset class="grid gap-3">
            <legend class="mb-1.5 font-bold">{words.legend}</legend>
            <For each=move || lines.list.get() key=|(id, _)| *id let:one>
                {line(one)}
            </For>
            <button type="button" class=PLAIN on:click=move |_| lines.add(fresh())>
                <Icon path=icons::PLUS />
                {words.add}
            </button>
        </fieldset>
    }
}

/// A short field of a line.
pub fn short(
    label: &'static str,
    kind: &'static str,
    value: RwSignal<String>,
    wrong: Signal<bool>,
    error_id: String,
) -> impl IntoView {
    // On a phone a date is as wide as two times.
    let wide = match kind {
        "text" => "champ col-span-2",
        "date" => "champ max-sm:col-span-2",
        _ => "champ",
    };
    view! {
        <label class=wide>
            <span class="font-bold">{label}</span>
            <input
                type=kind
                class="input w-full"
                maxlength=(kind == "text").then_some("200")
                aria-describedby=error_id
                aria-invalid=move || wrong.get().then_some("true")
                bind:value=value
            />
        </label>
    }
}

/// The day of the week of a line.
pub fn weekday(value: RwSignal<String>) -> impl IntoView {
    let day = move |jour: u8| {
        let chosen = value.get_untracked() == jour.to_string();
        view! {
            <option value=jour.to_string() selected=chosen>
                {format::weekday(jour)}
            </option>
        }
    };
    view! {
        <label class="champ max-sm:col-span-2">
            <span class="font-bold">{pro::espace_jour()}</span>
            <select class="select w-full" on:change=move |event| value.set(event_target_value(&event))>
                {(1..=7).map(day).collect_view()}
            </select>
        </label>
    }
}

/// Yes or no, on a line.
pub fn tick(label: &'static str, value: RwSignal<bool>) -> impl IntoView {
    view! {
        <label class="choix col-span-full">
            <input
                type="checkbox"
                class="checkbox checkbox-primary rounded-md"
                prop:checked=move || value.get()
                on:change=move |event| value.set(event_target_checked(&event))
            />
            <span>{label}</span>
        </label>
    }
}

/// The words of the weekly hours.
pub fn of_week(legend: &'static str) -> Words {
    Words {
        legend,
        add: pro::espace_ajouter_horaire(),
        one: pro::espace_horaire,
        remove: pro::espace_retirer_horaire,
        wrong: espaces::erreur_horaire,
    }
}
