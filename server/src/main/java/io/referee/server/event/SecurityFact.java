package io.referee.server.event;

import java.util.Map;

/// Something an operator should see: a wrong password, a ban, a flood. `kind` completes the type:
/// `login_failed` gives `security.login_failed`.
///
/// @param source the address, without port
/// @param account whose account it was about, or whose somebody claimed it was; or empty
/// @param count how many such happenings this event stands for, since the one before
public record SecurityFact(String kind, String source, String account, String reason, long count)
        implements Fact {
    @Override
    public String type() {
        return "security." + kind;
    }

    @Override
    public Map<String, Object> data() {
        return Map.of("source", source, "account", account, "reason", reason, "count", count);
    }
}
