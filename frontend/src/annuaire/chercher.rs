//! Looking for a structure as one types, by its name or its town. The server knows them all and sends the first ones.

use leptos::prelude::*;
use shared::{
    annuaire::{ListStructures, Structure, Structures},
    ids::StructureId,
};

use crate::{
    api::call,
    ask::{Answer, ask},
    texts::{espaces, pro},
    ui::{Field, Icon, MAIN, SMALL, icons},
};

/// What one types, and what is found.
#[derive(Clone, Copy)]
pub struct Search {
    mots: RwSignal<String>,
    found: Answer<Structures>,
}

impl Search {
    /// Called at the top of a component.
    pub fn new() -> Self {
        Self::after(|| ())
    }

    /// The same, asked again when something changes that this reads.
    pub fn after(news: impl Fn() + 'static) -> Self {
        let mots = RwSignal::new(String::new());
        let found = ask(move || {
            news();
            call(ListStructures::of(&mots.get()))
        });
        Self { mots, found }
    }

    /// What is found.
    pub fn found(self) -> Answer<Structures> {
        self.found
    }
}

impl Default for Search {
    fn default() -> Self {
        Self::new()
    }
}

/// Where one types, and how many there are.
#[component]
pub fn SearchField(
    /// What one types.
    search: Search,
    /// What is wrong with what was chosen.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let count = move || {
        let found = search.found.ok()?;
        Some(match found.trouvees {
            0 => pro::structures_aucune().to_owned(),
            some => pro::structures_nombre(&some.to_string(), &found.total.to_string()),
        })
    };
    let more = move || search.found.ok().is_some_and(|found| found.liste.len() < found.trouvees as usize);
    view! {
        <Field
            label=pro::structures_chercher()
            hint=pro::structures_chercher_aide()
            name="recherche"
            kind="search"
            maxlength=200
            value=search.mots
            error
        />
        <p role="status" class="discret">
            {count}
            {move || more().then(|| format!(". {}", espaces::structures_suite()))}
        </p>
    }
}

/// One structure, chosen among all.
#[component]
pub fn OneStructure(
    /// Its label.
    label: &'static str,
    /// The chosen one, with its name.
    chosen: RwSignal<Option<(StructureId, String)>>,
    /// What is wrong with it.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let search = Search::new();
    let result = move |one: Structure| {
        let name = name(&one);
        let choice = (one.id, name.clone());
        view! {
            <li>
                <button
                    type="button"
                    class="btn bouton-simple btn-block h-auto justify-start py-2 text-start"
                    on:click=move |_| chosen.set(Some(choice.clone()))
                >
                    {name}
                </button>
            </li>
        }
    };
    let shown = move || match chosen.get() {
        Some((_, name)) => view! {
            <div class="flex items-center justify-between gap-2" role="status">
                <span class="flex min-w-0 gap-2 font-bold">
                    <Icon path=icons::CHECK />
                    {name}
                </span>
                <button type="button" class=SMALL on:click=move |_| chosen.set(None)>
                    {espaces::structure_autre()}
                </button>
            </div>
        }
        .into_any(),
        None => view! {
            <SearchField search error />
            <ul class="grid gap-2">
                {move || search.found.ok().unwrap_or_default().liste.into_iter().map(result).collect_view()}
            </ul>
        }
        .into_any(),
    };
    view! {
        <fieldset class="grid gap-2">
            <legend class="mb-1.5 font-bold">{label}</legend>
            {shown}
        </fieldset>
    }
    .into_any()
}

/// There is none yet: the way to the screen that adds one.
#[component]
pub fn NoStructure() -> impl IntoView {
    view! {
        <p>{pro::espace_sans_structure()}</p>
        <a href="/pro/structures" class=MAIN>
            {pro::structures_ajouter()}
        </a>
    }
}

/// "Mission locale (Stains)".
pub fn name(structure: &Structure) -> String {
    match &structure.commune {
        Some(commune) => format!("{} ({commune})", structure.nom),
        None => structure.nom.clone(),
    }
}
