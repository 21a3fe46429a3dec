import type { LocaleTexts } from './locale-texts';

export const DE_DE: LocaleTexts = {
  refusals: {
    UNAUTHENTICATED: 'Ein gültiges Zugriffstoken ist erforderlich. Bitte melden Sie sich an.',
    ROLE_NOT_ALLOWED: [
      'Keine Ihrer Rollen erlaubt diese Aktion.',
      'Keine Ihrer Rollen erlaubt diese Aktion. Berechtigte Rollen: {roles}.',
      '{problem, select, FOR_INDIRECT_PROVIDERS_ONLY {Das kann nur ein indirekter Anbieter.} NEEDS_USER {Eine Anwendung meldet sich ohne Benutzer an, und diese Aktion braucht einen Benutzer.} other {Keine Ihrer Rollen erlaubt diese Aktion.}}',
    ],
    FEATURE_NOT_AVAILABLE_IN_CLOUD: [
      'Diese Funktion ist in Ihrer Cloudinstanz nicht verfügbar.',
      'In Ihrer Cloudinstanz nicht verfügbar: {feature, select, MULTI_PARTNER {die Zusammenarbeit mit mehreren Partnern} NEW_CUSTOMERS {die Aufnahme neuer Kunden} TERMINATE_UNUSED_DAP {das Beenden ungenutzter Rechte} GDAP {differenzierte delegierte Administratorrechte} other {diese Funktion}}.',
      'In Ihrer Cloudinstanz nicht verfügbar: {services}. Verfügbare Dienste: {availableServices}.',
    ],
    NOT_FOUND: 'Dieses Objekt gibt es nicht, oder Sie dürfen es nicht sehen.',
    NO_RESELLER_RELATIONSHIP: 'Mit diesem Kunden besteht keine aktive Handelspartnerbeziehung.',
    RELATIONSHIP_ALREADY_EXISTS:
      'Die aktive Beziehung zwischen diesem Kunden und diesem Handelspartner umfasst bereits alles, was angefragt wird.',
    INVITATION_REVOKED:
      'Dieser Einladungslink wurde widerrufen. Bitten Sie den Handelspartner um den aktuellen Link.',
    INVITATION_LINK_MISSING: 'Der Einladungslink enthält kein Token.',
    INVITATION_LINK_IMMUTABLE:
      'Der Einladungslink wurde verändert. Verwenden Sie ihn genau so, wie der Handelspartner ihn gesendet hat.',
    DAP_REQUIRED_IN_CLOUD:
      'In dieser Cloudinstanz umfasst jede Beziehungsanfrage delegierte Administratorrechte.',
    CUSTOMER_ADMIN_REQUIRED: 'Das darf nur ein globaler Administrator des Kunden.',
    REGION_NOT_ALLOWED:
      'Kunde und Handelspartner befinden sich weder im selben Land noch in derselben zugelassenen Region.',
    CLOUD_MISMATCH: 'Kunde und Handelspartner befinden sich nicht in derselben Cloudinstanz.',
    RESELLER_SUSPENDED: 'Das Konto des Handelspartners ist gesperrt.',
    RESELLER_RESTRICTED: 'Das Konto des Handelspartners ist eingeschränkt.',
    RESELLER_CANNOT_BE_CUSTOMER: 'Der Mandant eines Partners kann nicht Kunde eines Partners sein.',
    AGREEMENT_NOT_ACCEPTED: [
      'Eine erforderliche Vereinbarung wurde noch nicht akzeptiert.',
      '{agreement, select, RESELLER {Der Handelspartner hat die Handelspartnervereinbarung seiner Cloudinstanz nicht unterzeichnet.} CUSTOMER {Der Kundenvereinbarung muss vor diesem Schritt oder zusammen mit ihm zugestimmt werden.} other {Eine erforderliche Vereinbarung wurde noch nicht akzeptiert.}}',
    ],
    DAP_CONFLICT: [
      'Ein anderer Partner, der dem Kunden diesen Dienst verkauft, besitzt dafür bereits delegierte Administratorrechte.',
      'Ein anderer Partner, der dem Kunden etwas verkauft, besitzt bereits delegierte Administratorrechte für {services}: {holders}. Der Kunde kann diese Rechte zuerst entziehen.',
    ],
    DAP_NOT_GRANTED: [
      'Der Kunde hat für diesen Dienst keine delegierten Administratorrechte erteilt.',
      'Der Kunde hat keine delegierten Administratorrechte für {services} erteilt.',
    ],
    DAP_GRANT_REQUIRES_CUSTOMER:
      'Delegierte Administratorrechte erteilt nur der Kunde; ein Partner erteilt sie nie sich selbst.',
    INDIRECT_RESELLER_CANNOT_INVITE:
      'In dieser Cloudinstanz erstellt der indirekte Anbieter die Einladung, nicht sein indirekter Handelspartner.',
    NO_INDIRECT_PARTNERSHIP: [
      'Zwischen diesem indirekten Anbieter und diesem indirekten Handelspartner besteht keine aktive Partnerschaft.',
      '{problem, select, NO_PROVIDER_NAMED {Ein indirekter Handelspartner lädt gemeinsam mit seinem indirekten Anbieter ein. Nennen Sie den Anbieter.} other {Zwischen diesem indirekten Anbieter und diesem indirekten Handelspartner besteht keine aktive Partnerschaft.}}',
    ],
    REQUEST_NOT_PENDING:
      'Über die Beziehungsanfrage wurde bereits entschieden, oder sie wurde zurückgezogen.',
    REQUEST_EXPIRED: 'Die Beziehungsanfrage ist abgelaufen.',
    INVALID_STATE_TRANSITION: [
      'Im gegenwärtigen Zustand des Objekts ist dieser Vorgang nicht möglich.',
      'Im Zustand {state} ist der Vorgang {event} nicht möglich.',
      'Im Zustand {state} ist der Vorgang {event} nicht mehr möglich; möglich war er bis {until}.',
      'Im Zustand {state} ist der Vorgang {event} nicht mehr möglich; möglich war er {days, plural, one {# Tag} other {# Tage}} lang.',
      '{suspendedBy, select, OPERATOR {Der Betreiber hat dieses Abonnement gesperrt, und nur er hebt die Sperre auf.} other {Der Handelspartner hat dieses Abonnement gesperrt, und nur er hebt die Sperre auf.}}',
    ],
    RELATIONSHIP_HAS_ACTIVE_SUBSCRIPTIONS: [
      'Die Beziehung kann nicht entfernt werden, solange von diesem Handelspartner verkaufte Abonnements aktiv sind oder bereitgestellt werden.',
      'Die Beziehung kann nicht entfernt werden, solange von diesem Handelspartner verkaufte Abonnements aktiv sind oder bereitgestellt werden. Dem {count, plural, one {steht # Abonnement} other {stehen # Abonnements}} im Weg.',
    ],
    RELATIONSHIP_HAS_RESERVATIONS:
      'Die Beziehung kann nicht entfernt werden, solange noch Reservierungen bestehen.',
    RELATIONSHIP_HAS_SOFTWARE_PURCHASES:
      'Die Beziehung kann nicht entfernt werden, solange noch Softwarekäufe bestehen.',
    CUSTOMER_CANNOT_REMOVE_RELATIONSHIP:
      'Ein Kunde kann nicht die Beziehung selbst entfernen, sondern nur die delegierten Administratorrechte.',
    CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION:
      'Ein Kunde kann seine Abonnements nicht ändern; das kann nur der Handelspartner, der sie verkauft hat.',
    SUBSCRIPTION_CHANGE_NOT_ALLOWED:
      'Nur der Handelspartner, der dieses Abonnement verkauft hat, darf es ändern.',
    SUBSCRIPTION_TRANSITION_NOT_ALLOWED:
      'Nur der Handelspartner, der dieses Abonnement verkauft hat, darf es auf ein anderes Angebot umstellen.',
    OWNERSHIP_CHANGE_NOT_ALLOWED: 'Die Inhaberschaft eines Abonnements ändert sich hier nie.',
    TERMS_CHANGE_NOT_ALLOWED:
      'Nur der Handelspartner, der dieses Abonnement verkauft hat, darf dessen Bedingungen ändern.',
    POR_CHANGE_NOT_ALLOWED:
      'Der eingetragene Partner (Partner of Record) eines Abonnements ändert sich hier nie.',
    POR_INVALID:
      'Die angegebene Partner-ID gehört zu keinem indirekten Handelspartner dieses Anbieters.',
    SUBSCRIPTION_CONFLICT: [
      'Der Kunde besitzt dieses Angebot oder darin enthaltene Dienste bereits.',
      '{problem, select, ADD_ONS_PRESENT {Das Abonnement hat noch Add-Ons. Kündigen Sie diese zuerst.} other {Der Kunde besitzt dieses Angebot oder darin enthaltene Dienste bereits.}}',
    ],
    NO_UPGRADE_PATH: 'Zwischen diesen Angeboten gibt es keinen Upgradepfad.',
    SUBSCRIPTION_NOT_ACTIVE: [
      'Das Abonnement ist nicht aktiv.',
      'Das Abonnement ist nicht aktiv; sein Zustand ist {state}.',
    ],
    SUBSCRIPTION_DELETED: 'Das Abonnement ist gelöscht und lässt sich nicht mehr ändern.',
    PARENT_NOT_ACTIVE: [
      'Das Basisabonnement dieses Add-Ons ist nicht aktiv.',
      'Das Basisabonnement dieses Add-Ons ist nicht aktiv; sein Zustand ist {state}.',
    ],
    ADDON_PARENT_MISMATCH: 'Das Add-On gehört nicht zu diesem Basisabonnement.',
    QUANTITY_OUT_OF_RANGE: [
      'Die Menge liegt außerhalb der Grenzen des Angebots.',
      'Das Angebot erlaubt eine Menge von {minimum, number} bis {maximum, number}.',
    ],
    QUANTITY_DECREASE_NOT_ALLOWED: [
      'Die Menge kann in dieser Laufzeit nicht mehr verringert werden.',
      'Die Menge kann in dieser Laufzeit nicht mehr verringert werden; möglich war das bis {until}.',
    ],
    ETAG_REQUIRED: 'Für diese Bearbeitung wird das aktuelle ETag in ifMatch benötigt.',
    ETAG_MISMATCH:
      'Das Objekt wurde geändert, seit Sie es gelesen haben. Lesen Sie es neu, und wiederholen Sie den Vorgang.',
    SUPPORT_CONTACT_NOT_RELATED: 'Der Supportkontakt hat keine aktive Beziehung zu diesem Kunden.',
    IDEMPOTENCY_KEY_REUSED:
      'Diese clientRequestId wurde bereits mit einer anderen Eingabe verwendet.',
    IDEMPOTENCY_IN_PROGRESS:
      'Ein Aufruf mit dieser clientRequestId läuft noch. Wiederholen Sie ihn in Kürze.',
    INVALID_INPUT: [
      'Die Eingabe ist ungültig.',
      'Der Wert von {field} ist ungültig.',
      'Der Wert von {field} muss zwischen {minimum, number} und {maximum, number} liegen.',
      'Der Wert von {field} darf höchstens {maximumLength, plural, one {# Zeichen} other {# Zeichen}} lang sein.',
      'Der Wert von {field} muss nach dem Zeitpunkt {after} und darf nicht nach dem Zeitpunkt {until} liegen.',
      'Die Liste in {field} darf höchstens {maximumCount, plural, one {# Eintrag} other {# Einträge}} haben.',
      'Der Wert von {field} muss einer der folgenden sein: {allowed}.',
      'Der Wert von {field} muss die ID eines Objekts vom Typ {objectType} sein.',
      'Senden Sie entweder {field} oder {otherField}, nicht beides.',
      'Senden Sie genau eines davon: {exactlyOneOf}.',
      'Diese Dienste wurden nicht angefragt: {unaskedServices}. Erteilen Sie die Rechte für die angefragten Dienste oder für weniger.',
      '{problem, select, NOT_AN_ID {Der Wert von {field} ist keine ID dieses Servers.} NOT_A_CURSOR {Der Wert von {field} ist kein Cursor dieser Liste.} CUT_OFF {Die Ereignisse nach {field} sind nicht mehr vollständig vorhanden. Lesen Sie den heutigen Stand, und fahren Sie bei einem neueren Ereignis fort.} NOT_WELL_FORMED {Der Wert von {field} enthält Zeichen, die in keinem Text erlaubt sind.} NO_CUSTOMER_NAMED {Nennen Sie den Kunden durch seine Mandanten-ID, seine Domäne oder beides.} SERVICES_WITHOUT_PRIVILEGES {Eine Anfrage ohne delegierte Administratorrechte nennt keine Dienste.} WHOLE_TENANT_ONLY {In dieser Cloudinstanz werden Rechte für den gesamten Mandanten erteilt und beendet: Nennen Sie alle Dienste, oder lassen Sie die Liste weg.} ORDER_FOR_RESELLERS_ONLY {Diese Sortierung steht nur Handelspartnern zur Verfügung.} HIDDEN_FROM_VIEWER {Bei Abonnements, die andere verkauft haben, sehen Sie diese Angabe nicht. Beschränken Sie die Liste auf Ihre eigenen Verkäufe.} NOTHING_TO_CHANGE {Nennen Sie mindestens ein Feld, das geändert werden soll.} BLANK {Der Wert von {field} darf nicht leer sein.} NO_AUTO_RENEWAL {Dieses Angebot verlängert sich nicht automatisch.} RENEWAL_IS_OFF {Die automatische Verlängerung ist ausgeschaltet, daher folgt keine weitere Laufzeit. Schalten Sie sie zuerst ein.} NO_TERM_END {Das Ende der laufenden Laufzeit ist nicht bekannt.} FOR_INDIRECT_PROVIDERS_ONLY {Nur ein indirekter Anbieter ordnet einem Kundenkonto einen indirekten Handelspartner zu.} NO_ACCOUNT_FOR_TENANT {Für diesen Mandanten kann kein Konto angelegt werden. Senden Sie ihm stattdessen eine Beziehungsanfrage oder eine Einladung.} IN_THE_FUTURE {Der Wert von {field} darf nicht in der Zukunft liegen.} OFFER_NOT_FOR_SALE {Dieses Angebot kann für diesen Kunden nicht gekauft werden.} ADD_ON_NEEDS_BASE {Dieses Angebot ist ein Add-On. Kaufen Sie es zu einem Basisabonnement.} NOT_AN_ADD_ON {Dieses Angebot ist kein Add-On. Kaufen Sie es als eigenes Abonnement.} ADDRESS_NOT_ALLOWED {Webhooks gehen nur an https-Adressen des öffentlichen Internets ohne Benutzernamen.} HOST_NOT_FOUND {Der Host von {field} wurde nicht gefunden.} TOO_MANY_ENDPOINTS {Sie haben bereits so viele Webhook-Endpunkte wie erlaubt. Löschen Sie zuerst einen.} other {Der Wert von {field} ist ungültig.}}',
    ],
    RATE_LIMITED: [
      'Zu viele Anfragen. Bitte warten Sie, und versuchen Sie es erneut.',
      'Zu viele Anfragen. Versuchen Sie es in {seconds, plural, one {# Sekunde} other {# Sekunden}} erneut.',
    ],
    QUERY_TOO_COMPLEX: [
      'Der Vorgang ist umfangreicher, als der Server annimmt.',
      'Der Vorgang ist umfangreicher, als der Server annimmt. Erlaubt sind höchstens {maximum, number} {limit, select, bodyBytes {Byte} tokens {Token} nesting {Verschachtelungsebenen} depth {Feldebenen} fields {Felder und Aliasse} comparisons {Paare gleichnamiger Felder} objects {Objekte (Produkt der Seitengrößen)} other {Einheiten}}.',
    ],
    UNAVAILABLE: 'Der Server kann gerade nicht antworten. Versuchen Sie es in Kürze erneut.',
    INTERNAL:
      'Auf dem Server ist ein Fehler aufgetreten. Geben Sie die Korrelations-ID an, wenn Sie um Hilfe bitten.',
  },
  roles: {
    ADMIN_AGENT: 'Administrator-Agent',
    SALES_AGENT: 'Vertriebs-Agent',
    HELPDESK_AGENT: 'Helpdesk-Agent',
    GLOBAL_ADMIN: 'globaler Administrator des Partners',
    BILLING_ADMIN: 'Abrechnungsadministrator des Partners',
    USER_MGMT_ADMIN: 'Benutzerverwaltungsadministrator des Partners',
    CUSTOMER_GLOBAL_ADMIN: 'globaler Administrator des Kunden',
    CUSTOMER_BILLING_ADMIN: 'Abrechnungsadministrator des Kunden',
    CUSTOMER_USER: 'Benutzer des Kunden',
    OPERATOR: 'Betreiber',
  },
};
