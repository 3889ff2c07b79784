package io.referee.server.registrar;

/// One phone of an account, as a globally routable URI names it (RFC 5627). *Immutable.*
///
/// @param name of the account
/// @param domain of the account, in lower case
/// @param instance its URN, without angle brackets
public record Gruu(String name, String domain, String instance) {

    /// Whether the binding is of this phone.
    public boolean names(Binding binding) {
        return binding.aor().equals(name + '@' + domain)
                && Gruus.urn(binding.instance()).equals(instance);
    }

    /// Whether the instance of a binding, with its angle brackets, is this one.
    public boolean is(String bindingInstance) {
        return !instance.isEmpty() && Gruus.urn(bindingInstance).equals(instance);
    }
}
