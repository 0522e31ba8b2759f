//! What the jeunes read of it, in the words of their screen.

use leptos::prelude::*;
use shared::messages::{Attendre, ReadAttendre};

use crate::{
    api::call,
    ask::{ask, memo},
    messages::{head::expected, pro::queue::Queue},
    texts::pro,
    ui::Loaded,
};

/// What stands at the head of the threads of this référent.
#[component]
pub fn Apercu(
    /// Changes when hours or absences do.
    changed: RwSignal<u32>,
) -> impl IntoView {
    let fils = Queue::expect().fils;
    let is_known = memo(move || fils.get().is_some());
    view! {
        <section class="carte carte-moment" aria-labelledby="apercu">
            <h2 id="apercu" class="titre-2">
                {pro::reponses_apercu_titre()}
            </h2>
            {move || is_known.get().then(|| view! { <Known changed /> })}
        </section>
    }
}

#[component]
fn Known(changed: RwSignal<u32>) -> impl IntoView {
    let fils = Queue::expect().fils;
    // It is the same in all of one's own threads; that the team was told is of one thread only, and is left out.
    let own = memo(move || fils.ok()?.into_iter().find(|fil| fil.est_mien).map(|fil| fil.id));
    let said = ask(move || {
        changed.track();
        let fil = own.get();
        async move {
            match fil {
                Some(fil) => call(ReadAttendre { fil }).await.map(Some),
                None => Ok(None),
            }
        }
    });
    view! {
        <Loaded from=said let:said>
            {match said {
                None => view! { <p>{pro::reponses_apercu_sans_fil()}</p> }.into_any(),
                Some(said) => lines(said),
            }}
        </Loaded>
    }
}

fn lines(said: Attendre) -> AnyView {
    let lines = expected(&Attendre { relayee_le: None, ..said });
    if lines.is_empty() {
        return view! { <p>{pro::reponses_apercu_rien()}</p> }.into_any();
    }
    let line = |line: String| view! { <li>{pro::reponses_apercu_ligne(&line)}</li> };
    view! { <ul class="grid gap-1">{lines.into_iter().map(line).collect_view()}</ul> }.into_any()
}
