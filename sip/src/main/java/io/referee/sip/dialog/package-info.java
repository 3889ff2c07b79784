/// Dialog state (RFC 3261 §12).
///
/// A dialog is a value: a request or response in it makes another one. Sessions keep theirs
/// ([io.referee.sip.session.Session#dialog()]); who subscribes or proxies with state makes them.
///
/// ```java
/// Dialog dialog = Dialog.uas(invite, "our-tag", 0).orElseThrow().nextSeq();
/// Request bye = dialog.request(Method.BYE, via, dialog.localSeq())
///         .request(Method.BYE, dialog.requestUri());
/// ```
@NullMarked
package io.referee.sip.dialog;

import org.jspecify.annotations.NullMarked;
