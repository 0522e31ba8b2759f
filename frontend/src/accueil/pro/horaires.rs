//! The rows of the weekly hours, in the form of an espace-temps.

use leptos::prelude::*;
use shared::accueil::Ouverture;

use crate::{
    format,
    texts::pro,
    ui::{Icon, PLAIN, icons},
};

/// A row, as it is typed.
#[derive(Clone, Copy, PartialEq)]
pub struct Row {
    id: u32,
    jour: RwSignal<String>,
    debut: RwSignal<String>,
    fin: RwSignal<String>,
}

impl Row {
    fn new(id: u32) -> Self {
        let text = |text: &str| RwSignal::new(text.to_owned());
        Self { id, jour: text("3"), debut: text("14:00"), fin: text("18:00") }
    }

    /// The opening, when it makes sense.
    pub fn ouverture(self) -> Option<Ouverture> {
        let (jour, debut, fin) =
            (self.jour.get().parse().ok()?, self.debut.get().parse().ok()?, self.fin.get().parse());
        Some(Ouverture { jour, debut, fin: fin.ok()? }).filter(Ouverture::is_sound)
    }
}

/// The rows of a form.
#[derive(Clone, Copy)]
pub struct Rows {
    rows: RwSignal<Vec<Row>>,
    next: StoredValue<u32>,
}

impl Rows {
    /// One row to begin with.
    pub fn new() -> Self {
        Self { rows: RwSignal::new(vec![Row::new(0)]), next: StoredValue::new(1) }
    }

    /// All the openings in the order of the week, or `None` when a row makes no sense.
    pub fn ouvertures(self) -> Option<Vec<Ouverture>> {
        let mut list = self.rows.get().into_iter().map(Row::ouverture).collect::<Option<Vec<_>>>()?;
        list.sort_unstable();
        Some(list)
    }

    fn add(self) {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        self.rows.update(|rows| rows.push(Row::new(id)));
    }

    fn remove(self, id: u32) {
        self.rows.update(|rows| rows.retain(|row| row.id != id));
    }

    // Counted from one, for those who hear the form.
    fn number(self, id: u32) -> String {
        self.rows.with(|rows| rows.iter().position(|row| row.id == id).map_or(0, |place| place + 1)).to_string()
    }
}

/// The editor of the weekly hours.
#[component]
pub fn HorairesField(
    /// The rows.
    rows: Rows,
    /// Whether what is wrong is shown.
    #[prop(into)]
    tried: Signal<bool>,
) -> impl IntoView {
    view! {
        <fieldset class="grid gap-3">
            <legend class="mb-1.5 font-bold">{pro::espace_horaires()}</legend>
            <For each=move || rows.rows.get() key=|row| row.id let:row>
                <RowView row rows tried />
            </For>
            <button type="button" class=PLAIN on:click=move |_| rows.add()>
                <Icon path=icons::PLUS />
                {pro::espace_ajouter_horaire()}
            </button>
        </fieldset>
    }
}

#[component]
fn RowView(row: Row, rows: Rows, tried: Signal<bool>) -> impl IntoView {
    let number = move || rows.number(row.id);
    let wrong = move || tried.get() && row.ouverture().is_none();
    let error_id = format!("erreur-horaire-{}", row.id);
    let hour = |label: &'static str, value: RwSignal<String>, error_id: String| {
        view! {
            <label class="champ">
                <span class="font-bold">{label}</span>
                <input
                    type="time"
                    class="input w-full"
                    aria-describedby=error_id
                    aria-invalid=move || wrong().then_some("true")
                    bind:value=value
                />
            </label>
        }
    };
    let day = move |jour: u8| {
        let chosen = row.jour.get_untracked() == jour.to_string();
        view! {
            <option value=jour.to_string() selected=chosen>
                {format::weekday(jour)}
            </option>
        }
    };
    view! {
        <div role="group" aria-label=move || pro::espace_horaire(&number()) class="carte grid-cols-2 items-start sm:grid-cols-4">
            <label class="champ max-sm:col-span-2">
                <span class="font-bold">{pro::espace_jour()}</span>
                <select class="select w-full" on:change=move |event| row.jour.set(event_target_value(&event))>
                    {(1..=7).map(day).collect_view()}
                </select>
            </label>
            {hour(pro::espace_debut(), row.debut, error_id.clone())}
            {hour(pro::espace_fin(), row.fin, error_id.clone())}
            <button
                type="button"
                class="btn bouton-simple max-sm:col-span-2 sm:mt-8"
                aria-label=move || pro::espace_retirer_horaire(&number())
                on:click=move |_| rows.remove(row.id)
            >
                <Icon path=icons::TRASH class="size-5 shrink-0" />
                {pro::espace_retirer()}
            </button>
            <p id=error_id class="erreur col-span-full" role="alert">
                {move || wrong().then(pro::erreur_horaire)}
            </p>
        </div>
    }
}
