# As people write them: speed dials, prefixes, a provider, and what to do when nobody answers.
SPEED = {
  '100' => 'anna@local', '101' => 'bert@local',
  '102' => 'carl@local', '103' => 'dora@local'
}
AREA = '30'
def ring(where, seconds = 30)
  sys.Log "ringing #{where}"
  sys.Dial(where, seconds)
end
begin
  called = req.URI.User.to_s
  sys.Log "#{req.Header.from.FromURI.User} calls #{called}"
  if sys.Out
    case called
      when /^\*(\d+)$/ then ring("#{$1}@local")
      when /^00(\d+)$/ : ring("+#{$1}@provider")
      when /^0([1-9]\d+)$/ : ring("+49#{$1}@provider")
      when /^[1-9]\d{2}$/ then ring(SPEED[called] || 'callee@local')
      when /^[2-9]\d{5,}$/ then ring("+49#{AREA}#{called}@provider")
      else ring("#{called}@local")
    end
  else
    ring("#{called}@local", 20)
  end
  sys.Respond(404, 'Not Found') if sys.LastFailureStatus == 404
  sys.Respond(480, 'Nobody there')
rescue
  sys.Log("** Error: " + $!)
end
