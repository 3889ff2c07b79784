/// Owners and their accounts: who may do what, and with which credentials.
@NullMarked
package io.referee.server.account;

import org.jspecify.annotations.NullMarked;
