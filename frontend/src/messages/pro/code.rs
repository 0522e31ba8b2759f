//! The code that a référent gives in person to a jeune who lost their access.

use std::time::Duration;

use leptos::{html, prelude::*};
use shared::{
    Instant,
    comptes::{CodeDeRetour, GiveCodeDeRetour},
    ids::CompteId,
};

use crate::{
    api::call,
    ask::Attempt,
    format,
    texts::pro,
    ui::{Icon, MAIN, PLAIN, ProblemNotice, SMALL, icons},
};

/// The button and what it opens.
#[component]
pub fn CodeDialog(
    /// The jeune.
    jeune: CompteId,
    /// Their first name.
    prenom: String,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let giving = Attempt::new();
    let code = RwSignal::new(None::<CodeDeRetour>);
    let give = move |_| giving.run(call(GiveCodeDeRetour { jeune }), move |given| drop(code.try_set(Some(given))));
    let open = move |_| {
        code.set(None);
        if let Some(dialog) = dialog.get() {
            drop(dialog.show_modal());
        }
    };
    // Nobody finds the code on the screen of someone who has gone.
    let forget = move |_| code.set(None);
    let texts = StoredValue::new((pro::code_prevenir(&prenom), pro::code_consigne(&prenom), pro::code_ou(&prenom)));
    view! {
        <button type="button" class=SMALL aria-haspopup="dialog" on:click=open>
            {pro::code_action()}
        </button>
        <dialog node_ref=dialog class="feuille" aria-labelledby="code-titre" on:close=forget>
            <h2 id="code-titre" class="titre-2">
                {pro::code_titre(&prenom)}
            </h2>
            {move || match code.get() {
                None => {
                    view! {
                        <p>{texts.with_value(|texts| texts.0.clone())}</p>
                        <button type="button" class=MAIN on:click=give>
                            {pro::code_faire()}
                        </button>
                    }
                        .into_any()
                }
                Some(code) => {
                    view! {
                        <Code code />
                        <p class="font-bold">{texts.with_value(|texts| texts.1.clone())}</p>
                        <p>{texts.with_value(|texts| texts.2.clone())}</p>
                        <button type="button" class=PLAIN on:click=give>
                            {pro::code_refaire()}
                        </button>
                    }
                        .into_any()
                }
            }}
            <ProblemNotice problem=giving.problem />
            <form method="dialog">
                <button class=PLAIN>
                    <Icon path=icons::CLOSE />
                    {pro::fermer()}
                </button>
            </form>
        </dialog>
    }
}

#[component]
fn Code(code: CodeDeRetour) -> impl IntoView {
    let expire = code.expire;
    let left = RwSignal::new(seconds_to(expire));
    if let Ok(ticking) = set_interval_with_handle(move || left.set(seconds_to(expire)), Duration::from_secs(1)) {
        on_cleanup(move || ticking.clear());
    }
    let (first, second) = code.code.split_at_checked(4).unwrap_or((&code.code, ""));
    let (first, second) = (first.to_owned(), second.to_owned());
    let over = move || left.get() == 0;
    let countdown = move || {
        let left = left.get();
        pro::code_reste(&format!("{} min {:02} s", left / 60, left % 60))
    };
    view! {
        <div role="status">
            <Show when=move || !over() fallback=|| view! { <p class="erreur text-lg">{pro::code_fini()}</p> }>
                <p class="code-chiffres">
                    <span>{first.clone()}</span>
                    " "
                    <span>{second.clone()}</span>
                </p>
            </Show>
        </div>
        <Show when=move || !over()>
            <p class="text-center" aria-hidden="true">
                {countdown}
            </p>
        </Show>
    }
}

fn seconds_to(expire: Instant) -> i64 {
    (expire.0 - format::now().0).max(0) / 1_000
}
