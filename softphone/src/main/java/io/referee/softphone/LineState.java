package io.referee.softphone;

/// Where the registration of a line stands.
public enum LineState {
    /// Never registered, or not any more.
    NOT_REGISTERED,
    /// A REGISTER is under way.
    REGISTERING,
    /// The registrar knows where the line is; refreshed before it forgets.
    REGISTERED,
    /// The removal is under way.
    UNREGISTERING,
    /// Refused or unanswered; [PhoneLine#reason()] says why.
    ERROR
}
