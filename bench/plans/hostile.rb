# What a tenant could do who means harm, by the number that is called.
case req.URI.User.to_i % 6
when 0 then begin; while true; end; ensure; while true; end; end
when 1 then a = []; loop { a << 'x' * 100_000 }
when 2 then begin; loop { fork { loop {} } }; rescue Exception; loop {}; end
when 3 then loop { sys.Log 'x' * 1000 }
when 4 then loop { sys.GetBindings() }
else 10_000.times { sys.Dial('nobody@local') }
end
