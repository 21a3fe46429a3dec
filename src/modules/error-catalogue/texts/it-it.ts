import type { LocaleTexts } from './locale-texts';

export const IT_IT: LocaleTexts = {
  refusals: {
    UNAUTHENTICATED: 'È necessario un token di accesso valido. Eseguire l’accesso.',
    ROLE_NOT_ALLOWED: [
      'Nessuno dei ruoli assegnati consente questa azione.',
      'Nessuno dei ruoli assegnati consente questa azione. Ruoli autorizzati: {roles}.',
      '{problem, select, FOR_INDIRECT_PROVIDERS_ONLY {Questa azione è riservata a un provider indiretto.} NEEDS_USER {Un’applicazione accede senza utente e questa azione richiede un utente.} other {Nessuno dei ruoli assegnati consente questa azione.}}',
    ],
    FEATURE_NOT_AVAILABLE_IN_CLOUD: [
      'Questa funzionalità non è disponibile nell’istanza cloud in uso.',
      'Non disponibile nell’istanza cloud in uso: {feature, select, MULTI_PARTNER {collaborazione con più partner} NEW_CUSTOMERS {acquisizione di nuovi clienti} TERMINATE_UNUSED_DAP {revoca dei privilegi inutilizzati} GDAP {privilegi amministrativi delegati granulari} other {questa funzionalità}}.',
      'Non disponibile nell’istanza cloud in uso: {services}. Servizi disponibili: {availableServices}.',
    ],
    NOT_FOUND: 'L’oggetto non esiste oppure non si dispone delle autorizzazioni per visualizzarlo.',
    NO_RESELLER_RELATIONSHIP: 'Non esiste una relazione di rivenditore attiva con questo cliente.',
    RELATIONSHIP_ALREADY_EXISTS:
      'La relazione attiva tra questo cliente e questo rivenditore comprende già tutto ciò che viene richiesto.',
    INVITATION_REVOKED:
      'Questo collegamento di invito è stato revocato. Chiedere al rivenditore quello attuale.',
    INVITATION_LINK_MISSING: 'Il collegamento di invito non contiene alcun token.',
    INVITATION_LINK_IMMUTABLE:
      'Il collegamento di invito è stato modificato. Deve essere usato esattamente come inviato dal rivenditore.',
    DAP_REQUIRED_IN_CLOUD:
      'In questa istanza cloud ogni richiesta di relazione comprende i privilegi amministrativi delegati.',
    CUSTOMER_ADMIN_REQUIRED:
      'Solo un amministratore globale del cliente può eseguire questa operazione.',
    REGION_NOT_ALLOWED:
      'Il cliente e il rivenditore non si trovano nello stesso Paese né nella stessa area autorizzata.',
    CLOUD_MISMATCH: 'Il cliente e il rivenditore non si trovano nella stessa istanza cloud.',
    RESELLER_SUSPENDED: 'L’account del rivenditore è sospeso.',
    RESELLER_RESTRICTED: 'L’account del rivenditore è soggetto a restrizioni.',
    RESELLER_CANNOT_BE_CUSTOMER: 'Il tenant di un partner non può essere cliente di un partner.',
    AGREEMENT_NOT_ACCEPTED: [
      'Un contratto obbligatorio non è stato accettato.',
      '{agreement, select, RESELLER {Il rivenditore non ha firmato il contratto di rivendita della propria istanza cloud.} CUSTOMER {Il contratto del cliente deve essere accettato prima di questo passaggio o contestualmente.} other {Un contratto obbligatorio non è stato accettato.}}',
    ],
    DAP_CONFLICT: [
      'Un altro partner che vende questo servizio al cliente dispone già dei relativi privilegi amministrativi delegati.',
      'Un altro partner che vende al cliente dispone già dei privilegi amministrativi delegati per {services}: {holders}. Il cliente può prima revocare tali privilegi.',
    ],
    DAP_NOT_GRANTED: [
      'Il cliente non ha concesso i privilegi amministrativi delegati per questo servizio.',
      'Il cliente non ha concesso i privilegi amministrativi delegati per {services}.',
    ],
    DAP_GRANT_REQUIRES_CUSTOMER:
      'Solo il cliente concede i privilegi amministrativi delegati; un partner non può mai concederli a sé stesso.',
    INDIRECT_RESELLER_CANNOT_INVITE:
      'In questa istanza cloud l’invito viene creato dal provider indiretto e non dal suo rivenditore indiretto.',
    NO_INDIRECT_PARTNERSHIP: [
      'Non esiste una partnership attiva tra questo provider indiretto e questo rivenditore indiretto.',
      '{problem, select, NO_PROVIDER_NAMED {Un rivenditore indiretto invita insieme al proprio provider indiretto. Indicare il provider.} other {Non esiste una partnership attiva tra questo provider indiretto e questo rivenditore indiretto.}}',
    ],
    REQUEST_NOT_PENDING: 'La richiesta di relazione ha già avuto un esito o è stata annullata.',
    REQUEST_EXPIRED: 'La richiesta di relazione è scaduta.',
    INVALID_STATE_TRANSITION: [
      'Lo stato attuale dell’oggetto non consente questa operazione.',
      'Lo stato {state} non consente l’operazione {event}.',
      'Lo stato {state} non consente più l’operazione {event}; era possibile fino al {until}.',
      'Lo stato {state} non consente più l’operazione {event}; è stata possibile per {days, plural, one {# giorno} other {# giorni}}.',
      '{suspendedBy, select, OPERATOR {L’operatore ha sospeso questo abbonamento e solo l’operatore può revocare la sospensione.} other {Il rivenditore ha sospeso questo abbonamento e solo il rivenditore può revocare la sospensione.}}',
    ],
    RELATIONSHIP_HAS_ACTIVE_SUBSCRIPTIONS: [
      'La relazione non può essere rimossa finché sono attivi o in fase di provisioning abbonamenti venduti da questo rivenditore.',
      'La relazione non può essere rimossa finché sono attivi o in fase di provisioning abbonamenti venduti da questo rivenditore. {count, plural, one {# abbonamento impedisce} other {# abbonamenti impediscono}} la rimozione.',
    ],
    RELATIONSHIP_HAS_RESERVATIONS:
      'La relazione non può essere rimossa finché restano prenotazioni.',
    RELATIONSHIP_HAS_SOFTWARE_PURCHASES:
      'La relazione non può essere rimossa finché restano acquisti di software.',
    CUSTOMER_CANNOT_REMOVE_RELATIONSHIP:
      'Un cliente non può rimuovere la relazione stessa, ma solo i privilegi amministrativi delegati.',
    CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION:
      'Un cliente non può modificare i propri abbonamenti; può farlo solo il rivenditore che li ha venduti.',
    SUBSCRIPTION_CHANGE_NOT_ALLOWED:
      'Solo il rivenditore che ha venduto questo abbonamento può modificarlo.',
    SUBSCRIPTION_TRANSITION_NOT_ALLOWED:
      'Solo il rivenditore che ha venduto questo abbonamento può passarlo a un’altra offerta.',
    OWNERSHIP_CHANGE_NOT_ALLOWED: 'La titolarità di un abbonamento non cambia mai qui.',
    TERMS_CHANGE_NOT_ALLOWED:
      'Solo il rivenditore che ha venduto questo abbonamento può modificarne le condizioni.',
    POR_CHANGE_NOT_ALLOWED:
      'Il partner registrato (Partner of Record) di un abbonamento non cambia mai qui.',
    POR_INVALID:
      'L’ID partner indicato non corrisponde ad alcun rivenditore indiretto di questo provider.',
    SUBSCRIPTION_CONFLICT: [
      'Il cliente dispone già di questa offerta o di servizi in essa contenuti.',
      '{problem, select, ADD_ONS_PRESENT {La sottoscrizione ha ancora componenti aggiuntivi. Annullarli prima.} other {Il cliente dispone già di questa offerta o di servizi in essa contenuti.}}',
    ],
    NO_UPGRADE_PATH: 'Non esiste un percorso di aggiornamento tra queste offerte.',
    SUBSCRIPTION_NOT_ACTIVE: [
      'L’abbonamento non è attivo.',
      'L’abbonamento non è attivo; il suo stato è {state}.',
    ],
    SUBSCRIPTION_DELETED: 'L’abbonamento è stato eliminato e non può più essere modificato.',
    PARENT_NOT_ACTIVE: [
      'L’abbonamento di base di questo componente aggiuntivo non è attivo.',
      'L’abbonamento di base di questo componente aggiuntivo non è attivo; il suo stato è {state}.',
    ],
    ADDON_PARENT_MISMATCH: 'Il componente aggiuntivo non appartiene a questo abbonamento di base.',
    QUANTITY_OUT_OF_RANGE: [
      'La quantità non rientra nei limiti dell’offerta.',
      'L’offerta ammette una quantità compresa tra {minimum, number} e {maximum, number}.',
    ],
    QUANTITY_DECREASE_NOT_ALLOWED: [
      'La quantità non può più essere ridotta nel periodo corrente.',
      'La quantità non può più essere ridotta nel periodo corrente; era possibile fino al {until}.',
    ],
    ETAG_REQUIRED: 'Questa modifica richiede l’ETag corrente in ifMatch.',
    ETAG_MISMATCH:
      'L’oggetto è stato modificato dopo l’ultima lettura. Leggerlo di nuovo e ripetere l’operazione.',
    SUPPORT_CONTACT_NOT_RELATED:
      'Il contatto di supporto non ha una relazione attiva con questo cliente.',
    IDEMPOTENCY_KEY_REUSED: 'Questo clientRequestId è già stato usato con un input diverso.',
    IDEMPOTENCY_IN_PROGRESS:
      'Una chiamata con questo clientRequestId è ancora in corso. Ripeterla tra qualche istante.',
    INVALID_INPUT: [
      'L’input non è valido.',
      'Il valore di {field} non è valido.',
      'Il valore di {field} deve essere compreso tra {minimum, number} e {maximum, number}.',
      'Il valore di {field} non deve superare {maximumLength, plural, one {# carattere} other {# caratteri}}.',
      'Il valore di {field} deve essere successivo a {after} e non successivo a {until}.',
      'L’elenco in {field} non deve superare {maximumCount, plural, one {# elemento} other {# elementi}}.',
      'Il valore di {field} deve essere uno dei seguenti: {allowed}.',
      'Il valore di {field} deve essere l’ID di un oggetto di tipo {objectType}.',
      'Inviare {field} oppure {otherField}, non entrambi.',
      'Inviare esattamente uno di questi: {exactlyOneOf}.',
      'Questi servizi non sono stati richiesti: {unaskedServices}. Concedere i servizi richiesti o solo una parte di essi.',
      '{problem, select, NOT_AN_ID {Il valore di {field} non è un ID di questo server.} NOT_A_CURSOR {Il valore di {field} non è un cursore di questo elenco.} CUT_OFF {Gli eventi successivi a {field} non sono più tutti conservati. Leggere lo stato attuale e continuare da un evento più recente.} NOT_WELL_FORMED {Il valore di {field} contiene caratteri non ammessi in un testo.} NO_CUSTOMER_NAMED {Indicare il cliente con l’ID del tenant, con il dominio o con entrambi.} SERVICES_WITHOUT_PRIVILEGES {Una richiesta senza privilegi amministrativi delegati non indica servizi.} WHOLE_TENANT_ONLY {In questa istanza cloud i privilegi vengono concessi e revocati per l’intero tenant: indicare tutti i servizi oppure omettere l’elenco.} ORDER_FOR_RESELLERS_ONLY {Solo un rivenditore può scegliere questo ordinamento.} HIDDEN_FROM_VIEWER {Questo dato non è visibile per gli abbonamenti venduti da altri. Limitare l’elenco alle proprie vendite.} NOTHING_TO_CHANGE {Indicare almeno un campo da modificare.} BLANK {Il valore di {field} non può essere vuoto.} NO_AUTO_RENEWAL {Questa offerta non si rinnova automaticamente.} RENEWAL_IS_OFF {Il rinnovo automatico è disattivato, quindi non segue alcun altro periodo. Attivarlo prima.} NO_TERM_END {Non è noto quando termina il periodo attuale.} FOR_INDIRECT_PROVIDERS_ONLY {Solo un provider indiretto può associare un rivenditore indiretto all’account di un cliente.} NO_ACCOUNT_FOR_TENANT {Non è possibile creare un account per questo tenant. Inviare invece una richiesta di relazione o un invito.} IN_THE_FUTURE {Il valore di {field} non può essere nel futuro.} OFFER_NOT_FOR_SALE {Questa offerta non può essere acquistata per questo cliente.} ADD_ON_NEEDS_BASE {Questa offerta è un componente aggiuntivo. Acquistarla per una sottoscrizione di base.} NOT_AN_ADD_ON {Questa offerta non è un componente aggiuntivo. Acquistarla come sottoscrizione a sé.} ADDRESS_NOT_ALLOWED {I webhook vengono inviati solo a indirizzi https della rete Internet pubblica, senza nome utente.} HOST_NOT_FOUND {L’host di {field} non è stato trovato.} TOO_MANY_ENDPOINTS {È già stato raggiunto il numero massimo di endpoint webhook. Eliminarne prima uno.} other {Il valore di {field} non è valido.}}',
    ],
    RATE_LIMITED: [
      'Troppe richieste. Attendere e riprovare.',
      'Troppe richieste. Riprovare tra {seconds, plural, one {# secondo} other {# secondi}}.',
    ],
    QUERY_TOO_COMPLEX: [
      'L’operazione è più grande di quanto il server accetti.',
      'L’operazione è più grande di quanto il server accetti. Sono consentiti al massimo {maximum, number} {limit, select, bodyBytes {byte} tokens {token} nesting {livelli di annidamento} depth {livelli di campi} fields {campi e alias} comparisons {coppie di campi con lo stesso nome} objects {oggetti (prodotto delle dimensioni di pagina)} other {unità}}.',
    ],
    UNAVAILABLE:
      'Il server non è al momento in grado di rispondere. Riprovare tra qualche istante.',
    INTERNAL:
      'Si è verificato un errore nel server. Indicare l’ID di correlazione quando si richiede assistenza.',
  },
  roles: {
    ADMIN_AGENT: 'agente amministratore',
    SALES_AGENT: 'agente di vendita',
    HELPDESK_AGENT: 'agente helpdesk',
    GLOBAL_ADMIN: 'amministratore globale del partner',
    BILLING_ADMIN: 'amministratore della fatturazione del partner',
    USER_MGMT_ADMIN: 'amministratore della gestione utenti del partner',
    CUSTOMER_GLOBAL_ADMIN: 'amministratore globale del cliente',
    CUSTOMER_BILLING_ADMIN: 'amministratore della fatturazione del cliente',
    CUSTOMER_USER: 'utente del cliente',
    OPERATOR: 'operatore',
  },
};
