package io.referee.server.app.demo;

/// A step of a scenario did not do what it must; the message is a sentence without its full stop.
final class Trouble extends Exception {
    private static final long serialVersionUID = 1;

    Trouble(String sentence) {
        super(sentence);
    }
}
