import type { LocaleTexts } from './locale-texts';

export const ES_ES: LocaleTexts = {
  refusals: {
    UNAUTHENTICATED: 'Se necesita un token de acceso válido. Inicie sesión.',
    ROLE_NOT_ALLOWED: [
      'Ninguno de sus roles permite esta acción.',
      'Ninguno de sus roles permite esta acción. Roles autorizados: {roles}.',
      '{problem, select, FOR_INDIRECT_PROVIDERS_ONLY {Solo un proveedor indirecto puede hacerlo.} NEEDS_USER {Una aplicación inicia sesión sin usuario, y esta acción necesita un usuario.} other {Ninguno de sus roles permite esta acción.}}',
    ],
    FEATURE_NOT_AVAILABLE_IN_CLOUD: [
      'Esta función no está disponible en su instancia de nube.',
      'No disponible en su instancia de nube: {feature, select, MULTI_PARTNER {trabajar con varios partners} NEW_CUSTOMERS {incorporar nuevos clientes} TERMINATE_UNUSED_DAP {finalizar privilegios sin uso} GDAP {privilegios de administración delegada granulares} other {esta función}}.',
      'No disponible en su instancia de nube: {services}. Servicios disponibles: {availableServices}.',
    ],
    NOT_FOUND: 'El objeto no existe o no tiene permiso para verlo.',
    NO_RESELLER_RELATIONSHIP: 'No hay ninguna relación de revendedor activa con este cliente.',
    RELATIONSHIP_ALREADY_EXISTS:
      'La relación activa entre este cliente y este revendedor ya incluye todo lo que se solicita.',
    INVITATION_REVOKED:
      'Este vínculo de invitación se ha revocado. Solicite al revendedor el vínculo actual.',
    INVITATION_LINK_MISSING: 'El vínculo de invitación no contiene ningún token.',
    INVITATION_LINK_IMMUTABLE:
      'El vínculo de invitación se ha modificado. Debe usarse exactamente como lo envió el revendedor.',
    DAP_REQUIRED_IN_CLOUD:
      'En esta instancia de nube, toda solicitud de relación incluye privilegios de administración delegada.',
    CUSTOMER_ADMIN_REQUIRED: 'Solo un administrador global del cliente puede hacer esto.',
    REGION_NOT_ALLOWED:
      'El cliente y el revendedor no están en el mismo país ni en la misma región autorizada.',
    CLOUD_MISMATCH: 'El cliente y el revendedor no están en la misma instancia de nube.',
    RESELLER_SUSPENDED: 'La cuenta del revendedor está suspendida.',
    RESELLER_RESTRICTED: 'La cuenta del revendedor está restringida.',
    RESELLER_CANNOT_BE_CUSTOMER: 'El inquilino de un partner no puede ser cliente de un partner.',
    AGREEMENT_NOT_ACCEPTED: [
      'No se ha aceptado un contrato obligatorio.',
      '{agreement, select, RESELLER {El revendedor no ha firmado el contrato de revendedor de su instancia de nube.} CUSTOMER {El contrato del cliente debe aceptarse antes de este paso o junto con él.} other {No se ha aceptado un contrato obligatorio.}}',
    ],
    DAP_CONFLICT: [
      'Otro partner que vende este servicio al cliente ya tiene privilegios de administración delegada para él.',
      'Otro partner que vende al cliente ya tiene privilegios de administración delegada para {services}: {holders}. El cliente puede retirarle antes esos privilegios.',
    ],
    DAP_NOT_GRANTED: [
      'El cliente no ha concedido privilegios de administración delegada para este servicio.',
      'El cliente no ha concedido privilegios de administración delegada para {services}.',
    ],
    DAP_GRANT_REQUIRES_CUSTOMER:
      'Solo el cliente concede privilegios de administración delegada; un partner nunca se los concede a sí mismo.',
    INDIRECT_RESELLER_CANNOT_INVITE:
      'En esta instancia de nube, la invitación la crea el proveedor indirecto y no su revendedor indirecto.',
    NO_INDIRECT_PARTNERSHIP: [
      'No hay ninguna asociación activa entre este proveedor indirecto y este revendedor indirecto.',
      '{problem, select, NO_PROVIDER_NAMED {Un revendedor indirecto invita junto con su proveedor indirecto. Indique el proveedor.} other {No hay ninguna asociación activa entre este proveedor indirecto y este revendedor indirecto.}}',
    ],
    REQUEST_NOT_PENDING: 'La solicitud de relación ya se ha resuelto o cancelado.',
    REQUEST_EXPIRED: 'La solicitud de relación ha caducado.',
    INVALID_STATE_TRANSITION: [
      'El estado actual del objeto no permite esta operación.',
      'El estado {state} no permite la operación {event}.',
      'El estado {state} ya no permite la operación {event}; era posible hasta el {until}.',
      'El estado {state} ya no permite la operación {event}; fue posible durante {days, plural, one {# día} other {# días}}.',
      '{suspendedBy, select, OPERATOR {El operador suspendió esta suscripción y solo él puede levantar la suspensión.} other {El revendedor suspendió esta suscripción y solo él puede levantar la suspensión.}}',
    ],
    RELATIONSHIP_HAS_ACTIVE_SUBSCRIPTIONS: [
      'La relación no se puede quitar mientras haya suscripciones vendidas por este revendedor activas o en aprovisionamiento.',
      'La relación no se puede quitar mientras haya suscripciones vendidas por este revendedor activas o en aprovisionamiento. Lo {count, plural, one {impide # suscripción} other {impiden # suscripciones}}.',
    ],
    RELATIONSHIP_HAS_RESERVATIONS: 'La relación no se puede quitar mientras queden reservas.',
    RELATIONSHIP_HAS_SOFTWARE_PURCHASES:
      'La relación no se puede quitar mientras queden compras de software.',
    CUSTOMER_CANNOT_REMOVE_RELATIONSHIP:
      'Un cliente no puede quitar la relación en sí, sino solo los privilegios de administración delegada.',
    CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION:
      'Un cliente no puede cambiar sus suscripciones; solo puede hacerlo el revendedor que las vendió.',
    SUBSCRIPTION_CHANGE_NOT_ALLOWED:
      'Solo el revendedor que vendió esta suscripción puede cambiarla.',
    SUBSCRIPTION_TRANSITION_NOT_ALLOWED:
      'Solo el revendedor que vendió esta suscripción puede pasarla a otra oferta.',
    OWNERSHIP_CHANGE_NOT_ALLOWED: 'La titularidad de una suscripción nunca cambia aquí.',
    TERMS_CHANGE_NOT_ALLOWED:
      'Solo el revendedor que vendió esta suscripción puede cambiar sus condiciones.',
    POR_CHANGE_NOT_ALLOWED:
      'El partner registrado (Partner of Record) de una suscripción nunca cambia aquí.',
    POR_INVALID:
      'El identificador de partner indicado no corresponde a ningún revendedor indirecto de este proveedor.',
    SUBSCRIPTION_CONFLICT: [
      'El cliente ya tiene esta oferta o servicios que esta contiene.',
      '{problem, select, ADD_ONS_PRESENT {La suscripción todavía tiene complementos. Cancélelos primero.} other {El cliente ya tiene esta oferta o servicios que esta contiene.}}',
    ],
    NO_UPGRADE_PATH: 'No hay ninguna ruta de actualización entre estas ofertas.',
    SUBSCRIPTION_NOT_ACTIVE: [
      'La suscripción no está activa.',
      'La suscripción no está activa; su estado es {state}.',
    ],
    SUBSCRIPTION_DELETED: 'La suscripción está eliminada y ya no se puede cambiar.',
    PARENT_NOT_ACTIVE: [
      'La suscripción base de este complemento no está activa.',
      'La suscripción base de este complemento no está activa; su estado es {state}.',
    ],
    ADDON_PARENT_MISMATCH: 'El complemento no pertenece a esta suscripción base.',
    QUANTITY_OUT_OF_RANGE: [
      'La cantidad está fuera de los límites de la oferta.',
      'La oferta admite una cantidad de {minimum, number} a {maximum, number}.',
    ],
    QUANTITY_DECREASE_NOT_ALLOWED: [
      'La cantidad ya no se puede reducir en este período.',
      'La cantidad ya no se puede reducir en este período; era posible hasta el {until}.',
    ],
    ETAG_REQUIRED: 'Esta edición requiere el ETag actual en ifMatch.',
    ETAG_MISMATCH:
      'El objeto ha cambiado desde que lo leyó. Vuelva a leerlo y repita la operación.',
    SUPPORT_CONTACT_NOT_RELATED:
      'El contacto de soporte no tiene ninguna relación activa con este cliente.',
    IDEMPOTENCY_KEY_REUSED: 'Este clientRequestId ya se usó con otros datos de entrada.',
    IDEMPOTENCY_IN_PROGRESS:
      'Una llamada con este clientRequestId aún está en curso. Repítala dentro de un momento.',
    INVALID_INPUT: [
      'Los datos de entrada no son válidos.',
      'El valor de {field} no es válido.',
      'El valor de {field} debe estar entre {minimum, number} y {maximum, number}.',
      'El valor de {field} no debe superar {maximumLength, plural, one {# carácter} other {# caracteres}}.',
      'El valor de {field} debe ser posterior a {after} y no posterior a {until}.',
      'La lista de {field} no debe superar {maximumCount, plural, one {# elemento} other {# elementos}}.',
      'El valor de {field} debe ser uno de los siguientes: {allowed}.',
      'El valor de {field} debe ser el identificador de un objeto de tipo {objectType}.',
      'Envíe {field} o {otherField}, pero no ambos.',
      'Envíe exactamente uno de estos: {exactlyOneOf}.',
      'Estos servicios no se han solicitado: {unaskedServices}. Conceda los servicios solicitados o menos.',
      '{problem, select, NOT_AN_ID {El valor de {field} no es un identificador de este servidor.} NOT_A_CURSOR {El valor de {field} no es un cursor de esta lista.} CUT_OFF {Los eventos posteriores a {field} ya no se conservan todos. Lea el estado actual y continúe desde un evento más reciente.} NOT_WELL_FORMED {El valor de {field} contiene caracteres que ningún texto puede tener.} NO_CUSTOMER_NAMED {Indique el cliente por su identificador de inquilino, por su dominio o por ambos.} SERVICES_WITHOUT_PRIVILEGES {Una solicitud sin privilegios de administración delegada no indica servicios.} WHOLE_TENANT_ONLY {En esta instancia de nube, los privilegios se conceden y finalizan para todo el inquilino: indique todos los servicios u omita la lista.} ORDER_FOR_RESELLERS_ONLY {Solo un revendedor puede elegir este orden.} HIDDEN_FROM_VIEWER {No puede ver este dato de las suscripciones que vendieron otros. Limite la lista a sus propias ventas.} NOTHING_TO_CHANGE {Indique al menos un campo que cambiar.} BLANK {El valor de {field} no puede estar en blanco.} NO_AUTO_RENEWAL {Esta oferta no se renueva automáticamente.} RENEWAL_IS_OFF {La renovación automática está desactivada, por lo que no sigue ningún otro período. Actívela primero.} NO_TERM_END {No se sabe cuándo termina el período actual.} FOR_INDIRECT_PROVIDERS_ONLY {Solo un proveedor indirecto puede asociar un revendedor indirecto a la cuenta de un cliente.} NO_ACCOUNT_FOR_TENANT {No se puede crear una cuenta para este inquilino. Envíele en su lugar una solicitud de relación o una invitación.} IN_THE_FUTURE {El valor de {field} no puede estar en el futuro.} OFFER_NOT_FOR_SALE {Esta oferta no se puede comprar para este cliente.} ADD_ON_NEEDS_BASE {Esta oferta es un complemento. Cómprela para una suscripción base.} NOT_AN_ADD_ON {Esta oferta no es un complemento. Cómprela como suscripción propia.} ADDRESS_NOT_ALLOWED {Los webhooks solo se envían a direcciones https de la Internet pública, sin nombre de usuario.} HOST_NOT_FOUND {No se ha encontrado el host de {field}.} TOO_MANY_ENDPOINTS {Ya tiene tantos puntos de conexión de webhook como se permiten. Elimine uno primero.} other {El valor de {field} no es válido.}}',
    ],
    RATE_LIMITED: [
      'Demasiadas solicitudes. Espere y vuelva a intentarlo.',
      'Demasiadas solicitudes. Vuelva a intentarlo dentro de {seconds, plural, one {# segundo} other {# segundos}}.',
    ],
    QUERY_TOO_COMPLEX: [
      'La operación es mayor de lo que acepta el servidor.',
      'La operación es mayor de lo que acepta el servidor. Se permiten como máximo {maximum, number} {limit, select, bodyBytes {bytes} tokens {tokens} nesting {niveles de anidamiento} depth {niveles de campos} fields {campos y alias} comparisons {pares de campos del mismo nombre} objects {objetos (producto de los tamaños de página)} other {unidades}}.',
    ],
    UNAVAILABLE:
      'El servidor no puede responder en este momento. Vuelva a intentarlo dentro de un momento.',
    INTERNAL:
      'Se ha producido un error en el servidor. Indique el identificador de correlación cuando pida ayuda.',
  },
  roles: {
    ADMIN_AGENT: 'agente de administración',
    SALES_AGENT: 'agente de ventas',
    HELPDESK_AGENT: 'agente del departamento de soporte técnico',
    GLOBAL_ADMIN: 'administrador global del partner',
    BILLING_ADMIN: 'administrador de facturación del partner',
    USER_MGMT_ADMIN: 'administrador de usuarios del partner',
    CUSTOMER_GLOBAL_ADMIN: 'administrador global del cliente',
    CUSTOMER_BILLING_ADMIN: 'administrador de facturación del cliente',
    CUSTOMER_USER: 'usuario del cliente',
    OPERATOR: 'operador',
  },
};
