import { dayFromNow } from '../days';

const works =
  '公益广告更新 背街小巷整治 文明交通劝导 窗口服务提升 农贸市场规范 小餐饮管理 志愿服务活动 未成年人关爱 网络文明引导 诚信建设宣传 垃圾分类推进 非机动车停放 无障碍设施维护 公共厕所保洁 楼道杂物清理 飞线充电治理 绿化补植养护 河道岸线保洁 消防通道畅通 文化活动惠民 家风家训传承 节约粮食行动 控烟禁烟巡查 犬只文明饲养 校园周边治理'.split(
    ' ',
  );

/** A notice with so many measures, each with a deadline of its own month. */
export function noticeOf(measures: number): string {
  const lines = Array.from({ length: measures }, (_, n) => {
    const [work, round] = [works[n % works.length], Math.floor(n / works.length) + 1];
    return `${n + 1}. ${work}（第${round}轮）。各单位结合实际组织实施，建立台账，及时报送佐证材料。（完成时限：${chinese(dayFromNow(deadlineOf(n)))}）`;
  });
  return [
    '关于印发《桐泽市文明城市创建全域推进方案》的通知',
    '',
    '各参创单位：',
    '    现将《桐泽市文明城市创建全域推进方案》印发给你们，请认真组织实施。',
    '    附件：桐泽市文明城市创建全域推进方案',
    '                                        桐泽市精神文明建设指导委员会办公室',
    `                                                  ${chinese(dayFromNow(-DAYS))}`,
    '',
    '附件',
    '桐泽市文明城市创建全域推进方案',
    '一、工作措施',
    ...lines,
  ].join('\n');
}

/** How many days of history the city has. */
export const DAYS = 120;

/** Some lie behind us, some ahead; a dozen different ones. */
export const deadlineOf = (measure: number): number => -90 + 15 * (measure % 12);

const chinese = (day: string) => day.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, '$1年$2月$3日');
