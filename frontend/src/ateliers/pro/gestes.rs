//! What is done with an atelier: publishing, changing, doing it again, cancelling, closing its list, printing it.

use leptos::prelude::*;
use shared::{
    Problem,
    ateliers::{
        CancelAtelier, CloseAtelier, DuplicateAtelier, EtatAtelier, ListAteliersPublies, ListeAtelier, PublishAtelier,
    },
    fields::{Jour, Ligne},
    ids::AtelierId,
};

use super::{
    address,
    feuille::{Known, Said},
    serie,
};
use crate::{
    api::call,
    ask::{Attempt, memo, shown},
    format,
    live::Live,
    permanences::pro::{
        quand::{DATES, Quand},
        quand_champs::Dates,
    },
    texts::{ateliers, pro},
    ui::{
        CheckField, Creation, DANGER, Field, Icon, MAIN, PLAIN, ProblemNotice, SMALL, codes::explain_field,
        focus_first_error, focus_heading, icons,
    },
};

/// Which panel is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Panel {
    Again,
    Cancel,
}

/// What may be done now.
#[derive(Clone, Copy, PartialEq)]
struct May {
    id: AtelierId,
    publish: bool,
    series: bool,
    // How many dates of the series come after, and can be taken along.
    later: usize,
    change: bool,
    again: bool,
    cancel: bool,
    close: bool,
    look: bool,
}

fn may(liste: &ListeAtelier) -> May {
    let pro = &liste.atelier;
    let (now, mine, etat) = (format::now(), pro.modifiable, pro.atelier.etat);
    let to_come = now < pro.atelier.debut;
    let live = matches!(etat, EtatAtelier::Brouillon | EtatAtelier::Publie);
    May {
        id: pro.atelier.id,
        publish: mine && to_come && etat == EtatAtelier::Brouillon,
        series: 0 < pro.serie,
        later: serie::later(&liste.dates),
        change: mine && to_come && live,
        again: mine,
        cancel: mine && now < pro.atelier.fin && live,
        close: !to_come && etat == EtatAtelier::Publie,
        look: etat != EtatAtelier::Brouillon,
    }
}

/// The actions, those that are possible now.
#[component]
pub fn Gestes(
    /// What was read.
    known: Known,
    /// What was just done.
    said: Said,
) -> impl IntoView {
    let now = memo(move || known.with(|liste| liste.as_ref().map(may)));
    shown(move || match now.get() {
        Some(may) => view! { <Actions may said /> }.into_any(),
        None => ().into_any(),
    })
}

#[component]
fn Actions(may: May, said: Said) -> impl IntoView {
    let (live, attempt, open) = (Live::expect(), Attempt::new(), RwSignal::new(None::<Panel>));
    let atelier = may.id;
    let read_again = move || {
        focus_heading();
        live.rendez_vous.update(|count| *count += 1);
    };
    let publish = move |serie| {
        attempt.run(publish(atelier, serie), move |count| {
            said.set(Some(match count {
                0 | 1 => ateliers::pro_publie_un().to_owned(),
                many => ateliers::pro_publie_serie(&many.to_string()),
            }));
            read_again();
        });
    };
    let done = Callback::new(move |what: Option<String>| {
        said.set(what);
        read_again();
    });
    let close = move |_| attempt.run(call(CloseAtelier { atelier }), move |_| done.run(None));
    let toggle = move |panel: Panel, path, label: &'static str| {
        view! {
            <button
                type="button"
                class=PLAIN
                aria-expanded=move || (open.get() == Some(panel)).to_string()
                on:click=move |_| open.update(|open| *open = Some(panel).filter(|panel| *open != Some(*panel)))
            >
                <Icon path />
                {label}
            </button>
        }
    };
    let panel = shown(move || match open.get() {
        Some(Panel::Again) => view! { <Again atelier /> }.into_any(),
        Some(Panel::Cancel) => view! { <Cancel atelier later=may.later done /> }.into_any(),
        None => ().into_any(),
    });
    view! {
        <div class="pile">
            {may.publish
                .then(|| {
                    view! {
                        <button type="button" class=MAIN on:click=move |_| publish(may.series)>
                            {if may.series { ateliers::pro_publier_serie() } else { ateliers::pro_publier() }}
                        </button>
                        {may.series
                            .then(|| {
                                view! {
                                    <button type="button" class=PLAIN on:click=move |_| publish(false)>
                                        {ateliers::pro_publier_un()}
                                    </button>
                                }
                            })}
                    }
                })}
            {may.close
                .then(|| {
                    view! {
                        <button type="button" class=PLAIN on:click=close>
                            <Icon path=icons::CHECK />
                            {ateliers::pro_clore()}
                        </button>
                        <p class="discret">{ateliers::pro_clore_aide()}</p>
                    }
                })} <ProblemNotice problem=attempt.problem />
            {(may.series && (may.change || may.cancel))
                .then(|| {
                    let said = if 0 < may.later { ateliers::pro_cette_date_et() } else { ateliers::pro_cette_date() };
                    view! { <p class="discret">{said}</p> }
                })}
            {may.change
                .then(|| {
                    view! {
                        <a href=format!("{}/changer", address(atelier)) class=PLAIN>
                            <Icon path=icons::EDIT />
                            {ateliers::pro_changer()}
                        </a>
                    }
                })} {may.again.then(|| toggle(Panel::Again, icons::COPY, ateliers::pro_refaire()))}
            {may.cancel.then(|| toggle(Panel::Cancel, icons::CLOSE, ateliers::pro_annuler()))} {panel}
            <button type="button" class=PLAIN on:click=move |_| drop(window().print())>
                <Icon path=icons::PRINT />
                {ateliers::pro_imprimer()}
            </button>
            {may.look
                .then(|| {
                    view! {
                        <a href=format!("/ateliers/{atelier}") class=SMALL>
                            <Icon path=icons::EYE />
                            {ateliers::pro_voir_public()}
                        </a>
                    }
                })}
        </div>
    }
}

// How many the jeunes see that they did not see before. Of a series those are published that are drafts and to come: which
// these were, only the list knows.
async fn publish(atelier: AtelierId, serie: bool) -> Result<usize, Problem> {
    if !serie {
        return call(PublishAtelier { atelier, serie }).await.map(|_| 1);
    }
    let drafts: Vec<AtelierId> = in_state(EtatAtelier::Brouillon).await?;
    call(PublishAtelier { atelier, serie }).await?;
    let seen = in_state(EtatAtelier::Publie).await?;
    Ok(seen.iter().filter(|one| drafts.contains(one)).count())
}

async fn in_state(etat: EtatAtelier) -> Result<Vec<AtelierId>, Problem> {
    let all = call(ListAteliersPublies {}).await?;
    Ok(all.iter().filter(|one| one.atelier.etat == etat).map(|one| one.atelier.id).collect())
}

// The same again on other days: the days are all that is asked.
#[component]
fn Again(atelier: AtelierId) -> impl IntoView {
    let (copy, quand, tried) = (Creation::<DuplicateAtelier>::new(), Quand::new(), RwSignal::new(false));
    quand.rythme.set(DATES.to_owned());
    let missing = move || tried.get() && quand.dates.with(Vec::is_empty);
    let error =
        Callback::new(move |_: &'static str| Signal::derive(move || missing().then(|| pro::erreur_dates().to_owned())));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let jours = days(quand);
        match jours.is_empty() {
            true => focus_first_error(),
            false => copy.send(DuplicateAtelier { atelier, jours }),
        }
    };
    view! {
        <form class="carte" novalidate on:submit=submit>
            <p>{ateliers::pro_refaire_aide()}</p>
            <Dates quand error />
            <ProblemNotice problem=copy.problem() />
            <button type="submit" class="btn btn-primary">
                {ateliers::pro_refaire_action()}
            </button>
            <p role="status" class="font-bold">
                {move || copy.reply().map(|_| ateliers::pro_refaire_fait())}
            </p>
        </form>
    }
}

// A day that was typed and not added yet is meant too.
fn days(quand: Quand) -> Vec<Jour> {
    let mut days = quand.dates.get_untracked();
    let typed = quand.ajout.get_untracked().parse::<Jour>();
    days.extend(typed.ok().filter(|typed| !days.contains(typed)));
    days
}

#[component]
fn Cancel(atelier: AtelierId, later: usize, done: Callback<Option<String>>) -> impl IntoView {
    let (attempt, mot, tried) = (Attempt::new(), RwSignal::new(String::new()), RwSignal::new(false));
    let suite = RwSignal::new(false);
    let error = Signal::derive(move || Ligne::parse(&mot.get()).err().filter(|_| tried.get()).map(explain_field));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        match Ligne::parse(&mot.get_untracked()) {
            Ok(mot) => {
                let suite = suite.get_untracked();
                attempt.run(call(CancelAtelier { atelier, mot, suite }), move |_| {
                    done.run(Some(match suite {
                        true => ateliers::pro_annule_dates(&(later + 1).to_string()),
                        false => ateliers::pro_annule_fait().to_owned(),
                    }));
                });
            }
            Err(_) => focus_first_error(),
        }
    };
    let taken = match later {
        0 => None,
        1 => Some(ateliers::pro_annuler_suivante().to_owned()),
        many => Some(ateliers::pro_annuler_suivantes(&many.to_string())),
    };
    let taken = taken.map(|label| view! { <CheckField label name="suite" value=suite /> });
    view! {
        <form class="carte" novalidate on:submit=submit>
            <p>{ateliers::pro_annuler_aide()}</p>
            <Field label=ateliers::pro_annuler_mot() name="mot_annulation" value=mot maxlength=200 error />
            {taken}
            <ProblemNotice problem=attempt.problem />
            <button type="submit" class=DANGER>
                {move || match suite.get() {
                    true => ateliers::pro_annuler_dates(&(later + 1).to_string()),
                    false => ateliers::pro_annuler_action().to_owned(),
                }}
            </button>
        </form>
    }
}
