// The journeys of this Jest project are played on Kafka, MongoDB and Redis.
process.env['CHUANGWEN_JOURNEYS'] = 'distributed';
