package io.referee.server.api;

import java.util.List;
import java.util.stream.Stream;

/// The fields of each kind of row of the older service (`sipsorcery.md` 7.3).
final class OlderFields {
    static final List<String> ACCOUNT =
            List.of(
                    "AccountCode",
                    "AvatarURL",
                    "Description",
                    "DontMangleEnabled",
                    "ID",
                    "IPAddressACL",
                    "InDialPlanName",
                    "IsIncomingOnly",
                    "IsSwitchboardEnabled",
                    "IsUserDisabled",
                    "NetworkID",
                    "OutDialPlanName",
                    "SIPDomain",
                    "SIPPassword",
                    "SIPUsername",
                    "SendNATKeepAlives");

    static final List<String> OLD_ACCOUNT =
            and(ACCOUNT, "AdminDisabledReason", "Id", "IsAdminDisabled", "NetworkId", "Owner");

    static final List<String> BINDING =
            List.of(
                    "ContactURI",
                    "Expiry",
                    "ExpiryTime",
                    "ID",
                    "LastUpdate",
                    "MangledContactURI",
                    "ProxySIPSocket",
                    "RegistrarSIPSocket",
                    "RemoteSIPSocket",
                    "SIPAccountID",
                    "SIPAccountName",
                    "UserAgent");

    static final List<String> CALL =
            List.of(
                    "BridgeId",
                    "CDRID",
                    "CallId",
                    "Direction",
                    "ID",
                    "Inserted",
                    "Owner",
                    "RemoteUserField");

    static final List<String> DIAL_PLAN =
            List.of(
                    "AcceptNonInvite",
                    "DialPlanName",
                    "DialPlanScript",
                    "ID",
                    "ScriptTypeDescription",
                    "TraceEmailAddress");

    static final List<String> DOMAIN = List.of("AliasList", "Domain", "Id", "Inserted", "Owner");

    static final List<String> PROVIDER =
            List.of(
                    "CustomHeaders",
                    "GVCallbackNumber",
                    "GVCallbackPattern",
                    "GVCallbackType",
                    "ID",
                    "ProviderAuthUsername",
                    "ProviderFrom",
                    "ProviderName",
                    "ProviderOutboundProxy",
                    "ProviderPassword",
                    "ProviderServer",
                    "ProviderType",
                    "ProviderUsername",
                    "RegisterContact",
                    "RegisterEnabled",
                    "RegisterExpiry",
                    "RegisterRealm",
                    "RegisterServer");

    static final List<String> OLD_PROVIDER =
            and(
                    PROVIDER,
                    "Inserted",
                    "IsReadOnly",
                    "LastUpdate",
                    "Owner",
                    "RegisterAdminEnabled",
                    "RegisterDisabledReason",
                    "SendMWISubscribe");

    static final List<String> PROVIDER_BINDING =
            List.of(
                    "BindingExpiry",
                    "BindingURI",
                    "CSeq",
                    "ID",
                    "IsRegistered",
                    "LastRegisterAttempt",
                    "LastRegisterTime",
                    "NextRegistrationTime",
                    "ProviderID",
                    "ProviderName",
                    "RegistrarSIPSocket",
                    "RegistrationFailureMessage");

    private OlderFields() {}

    private static List<String> and(List<String> fields, String... more) {
        return Stream.concat(fields.stream(), Stream.of(more)).toList();
    }
}
