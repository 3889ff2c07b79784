package io.referee.server.event;

import java.util.Map;

/// Something an operator should see: a wrong password, a refused guest, a flood. `kind` completes
/// the type: `authentication-failed` gives `security.authentication-failed`.
public record SecurityFact(String kind, String source, String account, String text)
        implements Fact {
    @Override
    public String type() {
        return "security." + kind;
    }

    @Override
    public Map<String, Object> data() {
        return Map.of("source", source, "account", account, "text", text);
    }
}
