package io.referee.ladder;

/// The system under test with a party at each leg, as the author of a test sets it up: it turns
/// words into messages and tells whether a message is what words want.
///
/// Contract with the runner:
///
/// - The stage acts only when called here or from an action it scheduled on [Scene#time()].
/// - All traffic between parties and system goes over [Scene#network()], synchronously noted.
/// - What a party notices goes to [Scene#inboxes()]. A party does by itself what its protocol layer
///   does without asking anybody: it retransmits, absorbs retransmissions, repeats answers.
/// - A stage is played once, by one thread, and is then closed.
///
/// @param <M> the type of messages in the inboxes
public interface Stage<M> extends AutoCloseable {

    /// Lets the party of the leg send what the words say, now. An exception fails the line with its
    /// message: to be thrown for words that make no sense here.
    void send(String leg, Words words);

    /// Whether the message is what the words want. Must not change anything: it may be asked
    /// several times about the same message. Throws when the words make no sense at all.
    Match match(M message, Words wanted);

    /// Told when a line took this message out of the inbox, so that a later `leg> 200` can answer
    /// the message that the ladder is at, not one that came in meanwhile.
    default void taken(Arrival<M> arrival) {}

    /// Whether there is such a leg; a ladder that names another fails before it is played.
    default boolean knows(String leg) {
        return true;
    }

    /// The message in a few words, for the reader of a failed test.
    default String describe(M message) {
        return String.valueOf(message);
    }

    /// Ends the run; throws when something is left that must not be, such as a leaked timer.
    @Override
    default void close() {}
}
