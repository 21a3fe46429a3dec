import type { InvitationNames, InvitationTexts } from './invitation-texts';

function askers({ reseller, jointPartner }: InvitationNames): string {
  return jointPartner === null ? reseller : `${reseller} e ${jointPartner}`;
}

function verb({ jointPartner }: InvitationNames, one: string, several: string): string {
  return jointPartner === null ? one : several;
}

export const IT_IT: InvitationTexts = {
  subject: (names) =>
    `${askers(names)} ${verb(names, 'desidera', 'desiderano')} collaborare con voi`,
  greeting: 'Buongiorno,',
  introduction: (names) =>
    `${askers(names)} ${verb(names, 'desidera', 'desiderano')} collaborare con voi, accanto ai partner di cui già vi avvalete.`,
  asksWithPrivileges: (names) =>
    `${askers(names)} vi ${verb(names, 'chiede', 'chiedono')} una relazione di rivenditore e i privilegi amministrativi delegati, ovvero diritti amministrativi nel vostro tenant. Vengono chiesti per questi servizi: ${names.services}.`,
  asksWithoutPrivileges: (names) =>
    `${askers(names)} vi ${verb(names, 'chiede', 'chiedono')} una relazione di rivenditore, affinché possiate acquistare nuovi servizi. Non viene chiesto alcun privilegio amministrativo nel vostro tenant.`,
  mayGrantFewer: 'Potete concederli per un numero minore di servizi.',
  servedBy: (partner, { reseller }) =>
    `L’assistenza sarebbe affidata a ${partner}, rivenditore indiretto di ${reseller}.`,
  maySell: (names) =>
    `${askers(names)} ${verb(names, 'potrà', 'potranno')} vendere nuovi abbonamenti alla vostra organizzazione.`,
  mayAdminister: (names) =>
    `Nel vostro tenant gli agenti amministratori di ${askers(names)} potranno agire come amministratori globali e gli agenti helpdesk come amministratori helpdesk, per i servizi che concederete.`,
  seesSubscriptions:
    'Per questi servizi saranno loro visibili anche nome, stato, quantità e fine del periodo degli abbonamenti venduti da altri, oltre al relativo partner registrato (Partner of Record); le altre condizioni no.',
  neverIntroduction: 'L’accettazione non cambia mai ciò che già avete:',
  nevers: [
    'Non modifica alcun abbonamento esistente.',
    'Non passa alcun abbonamento a un’altra offerta e non trasferisce la titolarità del vostro account.',
    'Non modifica alcuna condizione né alcun obbligo.',
    'Non modifica il partner registrato (Partner of Record) di alcun abbonamento.',
  ],
  removableLater:
    'Potrete revocare i privilegi amministrativi delegati in seguito, in qualsiasi momento, per un servizio o per tutti, senza indicarne il motivo.',
  removableAsAWhole:
    'Potrete revocare i privilegi amministrativi delegati in seguito, in qualsiasi momento, per l’intero tenant, senza indicarne il motivo.',
  customerAgreement:
    'Accettando la richiesta accettate anche il contratto del cliente, se non lo avete già fatto.',
  whoAccepts: (place) =>
    place === null
      ? 'La richiesta deve essere accettata da un amministratore globale della vostra organizzazione.'
      : `La richiesta deve essere accettata da un amministratore globale della vostra organizzazione. Dove: ${place}.`,
  followLink: 'Accedere come amministratore globale e seguire questo collegamento:',
  linkLabel: 'Esaminare e accettare la richiesta',
};
