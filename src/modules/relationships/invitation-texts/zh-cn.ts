import type { InvitationNames, InvitationTexts } from './invitation-texts';

function askers({ reseller, jointPartner }: InvitationNames): string {
  return jointPartner === null ? reseller : `${reseller} 和 ${jointPartner}`;
}

/** Terms as Partner Center operated by 21Vianet uses them. */
export const ZH_CN: InvitationTexts = {
  subject: (names) => `${askers(names)} 希望与您合作`,
  greeting: '您好：',
  introduction: (names) => `${askers(names)} 希望在您现有的合作伙伴之外，与您建立合作关系。`,
  asksWithPrivileges: (names) =>
    `${askers(names)} 请求与您建立经销商关系，并请求委派管理权限，即您租户中的管理员权限。所请求的服务为：${names.services}。`,
  asksWithoutPrivileges: (names) =>
    `${askers(names)} 请求与您建立经销商关系，以便您购买新的服务。本请求不包含您租户中的任何管理员权限。`,
  mayGrantFewer: '您可以只授予其中部分服务的权限。',
  servedBy: (partner, { reseller }) => `${partner} 将作为 ${reseller} 的间接经销商为您提供服务。`,
  maySell: (names) => `${askers(names)} 可以向贵组织销售新的订阅。`,
  mayAdminister: (names) =>
    `针对您所授予的服务，${askers(names)} 的管理员代理可以在您的租户中行使全局管理员的权限，支持人员代理可以行使支持人员管理员的权限。`,
  seesSubscriptions:
    '对于这些服务，合作伙伴还可以看到由他人销售给您的订阅的名称、状态、数量、期限结束日期以及登记合作伙伴；其他条款不可见。',
  neverIntroduction: '接受请求绝不会改变您现有的任何内容：',
  nevers: [
    '不会更改任何现有订阅。',
    '不会将任何订阅转换为其他产品，也不会转移您帐户的所有权。',
    '不会更改任何条款或义务。',
    '不会更改任何订阅的登记合作伙伴。',
  ],
  removableLater:
    '您以后可以随时删除委派管理权限，可以只针对某项服务，也可以针对全部服务，无需说明理由。',
  removableAsAWhole: '您以后可以随时删除整个租户的委派管理权限，无需说明理由。',
  customerAgreement: '接受请求即表示您同时接受客户协议（此前已接受的除外）。',
  whoAccepts: (place) =>
    place === null
      ? '必须由贵组织的全局管理员接受请求。'
      : `必须由贵组织的全局管理员接受请求。接受位置：${place}。`,
  followLink: '请以全局管理员身份登录，并打开以下链接：',
  linkLabel: '查看并接受请求',
};
