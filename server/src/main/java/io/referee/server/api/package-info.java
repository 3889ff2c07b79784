/// The doors over HTTP: the API, events over WebSocket and server-sent events, and the interfaces
/// of older services. No logic: a request becomes a question to the engine, the directory or the
/// records, and their answer becomes JSON. Handlers run on virtual threads and may wait.
@NullMarked
package io.referee.server.api;

import org.jspecify.annotations.NullMarked;
