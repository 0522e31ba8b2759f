//! The program itself: started, killed and started again, as an installation does.

#[cfg(test)]
mod monde;
#[cfg(test)]
mod proxy;
#[cfg(test)]
mod serveur;
#[cfg(test)]
mod tempete;
#[cfg(test)]
mod verrou;
