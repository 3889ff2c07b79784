package io.referee.server.api;

import io.referee.server.account.Account;
import io.referee.server.account.Endpoint;

import java.util.Map;

/// What is special about accounts and providers in transfers, as the apply file writes it.
final class HabitsText {
    private HabitsText() {}

    static void put(Account account, Map<String, Object> json) {
        put(account.habits().endpoint(), json);
        json.put("notify", account.habits().notifies());
        json.put("transferGroup", account.habits().group());
        json.put("referredByToken", account.habits().token());
    }

    static void put(Endpoint endpoint, Map<String, Object> json) {
        json.put("noRefer", endpoint.noRefer());
        json.put("strategy", endpoint.strategy());
    }
}
