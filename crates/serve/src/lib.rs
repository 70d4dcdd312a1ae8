//! A strategy's pages over HTTP: the site that `publish` writes, with levers that rerun futures while somebody looks on.
