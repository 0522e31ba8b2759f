//! What changed in an atelier since somebody who joined it last looked: what it was before each change is kept, and compared
//! with what it is now. What was changed twice is said once, what is again as it was is not said at all.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use serde::{Deserialize, Serialize};
use shared::{
    Instant,
    accueil::Lieu,
    ateliers::{EtatInscription, Mot, Nouveaute, Nouveautes},
    ids::InscriptionId,
};

use super::{
    lecture::{self, Found},
    stored::Full,
};
use crate::{
    caller::Jeune,
    db::{Conn, Tx},
    problem::Error,
    schema::{atelier, changement_atelier},
};

/// What whoever joined knows of an atelier. How many places there are is no news for whoever has one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Connu {
    titre: String,
    presentation: String,
    besoin: String,
    ages: (Option<i32>, Option<i32>),
    debut: i64,
    fin: i64,
    lieu: Lieu,
    point_rencontre: Option<String>,
    a_apporter: Option<String>,
    pour_essayer: bool,
    accompagne: bool,
    meneurs: Vec<String>,
}

impl Connu {
    /// What an atelier is now.
    pub fn of(full: &Full) -> Self {
        let stored = &full.stored;
        Self {
            titre: stored.titre.clone(),
            presentation: stored.presentation.clone(),
            besoin: stored.besoin.clone(),
            ages: (stored.age_min, stored.age_max),
            debut: stored.debut,
            fin: stored.fin,
            lieu: full.lieu.clone(),
            point_rencontre: stored.point_rencontre.clone(),
            a_apporter: stored.a_apporter.clone(),
            pour_essayer: stored.pour_essayer,
            accompagne: stored.accompagne,
            meneurs: full.leaders(),
        }
    }

    /// What is not as it was, what one plans by first.
    pub fn news(&self, now: &Self) -> Vec<Nouveaute> {
        let Self { titre, debut, fin, lieu, .. } = self;
        let written = [&lieu.nom, &lieu.adresse, &lieu.commune].map(String::as_str);
        let written: Vec<&str> = written.into_iter().filter(|part| !part.is_empty()).collect();
        let all = [
            ((debut, fin) != (&now.debut, &now.fin)).then_some(Nouveaute::Quand((Instant(*debut), Instant(*fin)))),
            (*lieu != now.lieu).then(|| Nouveaute::Lieu(written.join(", "))),
            (self.point_rencontre != now.point_rencontre).then_some(Nouveaute::PointRencontre),
            (*titre != now.titre).then(|| Nouveaute::Titre(titre.clone())),
            (self.presentation != now.presentation).then_some(Nouveaute::Presentation),
            (self.besoin != now.besoin).then_some(Nouveaute::Besoin),
            (self.ages != now.ages).then_some(Nouveaute::Public),
            (self.a_apporter != now.a_apporter).then_some(Nouveaute::Apporter),
            (self.meneurs != now.meneurs).then_some(Nouveaute::Meneurs),
            (self.pour_essayer != now.pour_essayer).then_some(Nouveaute::Essayer),
            (self.accompagne != now.accompagne).then_some(Nouveaute::Accompagne),
        ];
        all.into_iter().flatten().collect()
    }
}

/// Keeps what a locked atelier was before a change, and the word that goes with it: one more thing to see.
pub fn keep(tx: &mut Tx<'_>, before: &Full, mot: Option<&Mot>) -> Result<(), Error> {
    let numero = before.stored.changements + 1;
    let avant = serde_json::to_string(&Connu::of(before)).map_err(|why| Error::Internal(why.to_string()))?;
    diesel::update(atelier::table.find(before.id.to_string()))
        .set((atelier::changements.eq(numero), atelier::change_le.eq(tx.now.0)))
        .execute(tx.db)?;
    diesel::insert_into(changement_atelier::table)
        .values((
            changement_atelier::atelier_id.eq(before.id.to_string()),
            changement_atelier::numero.eq(numero),
            changement_atelier::avant.eq(avant),
            changement_atelier::mot.eq(mot.map(|mot| mot.as_str())),
        ))
        .execute(tx.db)?;
    Ok(())
}

/// What is new for a jeune who joined or waits; of what was cancelled, the last word.
pub fn list(db: &mut Conn, caller: &Jeune, id: InscriptionId) -> Result<Nouveautes, Error> {
    let one = lecture::find(db, caller, id)?;
    let changements = u32::try_from(one.full.stored.changements).unwrap_or(0);
    match one.etat {
        EtatInscription::Quitte | EtatInscription::Passe => Ok(Nouveautes::default()),
        EtatInscription::Annule => {
            let mots = since(db, &one)?.into_iter().filter_map(|(_, mot)| mot).next_back();
            Ok(Nouveautes { liste: Vec::new(), mots: mots.into_iter().collect(), changements })
        }
        EtatInscription::Inscrit
        | EtatInscription::Attend
        | EtatInscription::Offert
        | EtatInscription::Present
        | EtatInscription::Absent => {
            let rows = since(db, &one)?;
            // The first change after the last look says what they saw.
            let seen = rows.first().and_then(|(avant, _)| serde_json::from_str::<Connu>(avant.as_deref()?).ok());
            let liste = seen.map(|seen| seen.news(&Connu::of(&one.full))).unwrap_or_default();
            Ok(Nouveautes { liste, mots: rows.into_iter().filter_map(|(_, mot)| mot).collect(), changements })
        }
    }
}

type Row = (Option<String>, Option<String>);

fn since(db: &mut Conn, one: &Found) -> Result<Vec<Row>, Error> {
    let rows = changement_atelier::table
        .filter(changement_atelier::atelier_id.eq(one.full.id.to_string()))
        .filter(changement_atelier::numero.gt(one.vu))
        .order(changement_atelier::numero)
        .select((changement_atelier::avant, changement_atelier::mot));
    Ok(rows.load(db)?)
}
