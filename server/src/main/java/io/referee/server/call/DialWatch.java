package io.referee.server.call;

/// Who looks on while somebody is rung for others. *Engine thread only.*
public interface DialWatch {
    /// Somebody rings; told for each provisional response.
    void rings(int status);

    /// This leg answered, and whoever waited has it.
    void answered(Leg leg);

    /// Nobody answered, and whoever waited knows.
    void failed(int status, String reason);

    /// Nobody is called in their place: whoever rang before rings on.
    void refused(int status, String reason);

    /// Nobody is rung any more, because nobody waits, or it goes elsewhere.
    void cancelled();

    /// Somebody else is told what comes of it from now on; it rings on.
    void takenOver();
}
