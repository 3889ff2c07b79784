package io.referee.net;

import io.referee.sip.routing.Question;

/// Where answers about names come from. *Any thread.*
@FunctionalInterface
interface NameSource {
    /// Asks and waits. Trouble is an answer too; but an exception is taken for one.
    Reply ask(Question question) throws InterruptedException;
}
